package org.memn2n.ops.simd;

import java.util.Arrays;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;

/**
 * The position weights of an encoding, kept from batch to batch: for a sentence of so many words two numbers a word,
 * its offset and its slope. Word j weighs component k with {@code offset_j + slope_j * k}.
 */
final class PositionTable {
    private SentenceEncoding encoding = new SentenceEncoding(PositionWeights.BAG_OF_WORDS, 0);
    private int dimension = -1;
    private float[] components = {};
    private float[][] ofLength = {};

    /** Gets ready for sentences with these offsets; afterwards {@link #of} may be called by any thread. */
    void prepare(SentenceEncoding wanted, int d, int[] offsets) {
        if (d != dimension || !wanted.equals(encoding)) {
            encoding = wanted;
            dimension = d;
            ofLength = new float[0][];
            components = new float[Lanes.padded(d)];
            for (int k = 0; k < components.length; k++) {
                components[k] = k + 1;
            }
        }
        for (int s = 0; s + 1 < offsets.length; s++) {
            int words = offsets[s + 1] - offsets[s];
            if (words >= ofLength.length) {
                int known = ofLength.length;
                ofLength = Arrays.copyOf(ofLength, words + 1);
                for (int length = known; length <= words; length++) {
                    ofLength[length] = new float[0];
                }
            }
            if (ofLength[words].length != 2 * words) {
                ofLength[words] = weights(words);
            }
        }
    }

    private float[] weights(int words) {
        PositionWeights formula = encoding.weights();
        int length = encoding.lengthOf(words);
        float[] weights = new float[2 * words];
        for (int j = 0; j < words; j++) {
            weights[2 * j] = (float) formula.offset(j + 1, length, dimension);
            weights[2 * j + 1] = (float) formula.slope(j + 1, length, dimension);
        }
        return weights;
    }

    /** Offset and slope of each word in a sentence of so many. */
    float[] of(int words) {
        return ofLength[words];
    }

    /** 1, 2, ... as many as a row has floats. */
    float[] components() {
        return components;
    }
}
