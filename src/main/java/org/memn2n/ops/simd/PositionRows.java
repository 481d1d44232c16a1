package org.memn2n.ops.simd;

import java.util.Arrays;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;

/**
 * The position weights of an encoding, component by component, once for each of the tables that lie side by side; kept
 * from batch to batch. A row of them is as long as a row of the tables.
 */
final class PositionRows {
    private SentenceEncoding encoding = new SentenceEncoding(PositionWeights.BAG_OF_WORDS, 0);
    private int dimension = -1;
    private int tables;

    /** For each number of words [words, tables * stride]. */
    private float[][] ofLength = {};

    /** Gets ready for sentences with these offsets; afterwards {@link #of} may be called by any thread. */
    void prepare(SentenceEncoding wanted, int d, int tableCount, int[] offsets) {
        if (d != dimension || tableCount != tables || !wanted.equals(encoding)) {
            encoding = wanted;
            dimension = d;
            tables = tableCount;
            ofLength = new float[0][];
        }
        for (int s = 0; s + 1 < offsets.length; s++) {
            int words = offsets[s + 1] - offsets[s];
            if (words >= ofLength.length) {
                int known = ofLength.length;
                ofLength = Arrays.copyOf(ofLength, words + 1);
                Arrays.fill(ofLength, known, words + 1, new float[0]);
            }
            if (words > 0 && ofLength[words].length == 0) {
                ofLength[words] = rows(words);
            }
        }
    }

    private float[] rows(int words) {
        PositionWeights formula = encoding.weights();
        int length = encoding.lengthOf(words);
        int stride = Lanes.padded(dimension);
        float[] rows = new float[words * tables * stride];
        for (int j = 0; j < words; j++) {
            double offset = formula.offset(j + 1, length, dimension);
            double slope = formula.slope(j + 1, length, dimension);
            for (int t = 0; t < tables; t++) {
                for (int k = 0; k < dimension; k++) {
                    rows[(j * tables + t) * stride + k] = (float) (offset + slope * (k + 1));
                }
            }
        }
        return rows;
    }

    /** The weights in a sentence of so many words, a row a word. */
    float[] of(int words) {
        return ofLength[words];
    }
}
