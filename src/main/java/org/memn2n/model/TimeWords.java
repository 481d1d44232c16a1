package org.memn2n.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.memn2n.ops.Ops;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Tensor;

/**
 * What the time word at the end of a sentence adds to its vector ({@link TimeEncoding#WORD}), for every age. The position
 * weight of a last word depends on the length of the sentence, so there are N rows for each weight that has occurred, one
 * age below the other; they are embedded when the first sentence of such a length comes.
 */
final class TimeWords implements AutoCloseable {
    /** A position weight: component k counts {@code offset + slope * k}. */
    private record Weight(double offset, double slope) {}

    private final ModelConfig config;
    private final SentenceEmbedder embedder;
    private final GrowingRows rows;
    private final Map<Weight, Integer> firstRows = new HashMap<>();

    TimeWords(ModelConfig config, int memories, SentenceEmbedder embedder, Ops ops) {
        this.config = config;
        this.embedder = embedder;
        this.rows = new GrowingRows(memories, config.options().dimension(), 0, Integer.MAX_VALUE, ops);
    }

    /** For each distinct memory its rows as a table of times, [rows, d]. */
    List<Tensor> tables() {
        return rows.tables();
    }

    /** The row of age 0 for sentences of so many words, the time word included; those of other ages follow. */
    int firstRow(int length) {
        SentenceEncoding encoding = config.encoding();
        PositionWeights formula = encoding.weights();
        int d = config.options().dimension();
        int formulaLength = encoding.lengthOf(length);
        Weight weight = new Weight(formula.offset(length, formulaLength, d), formula.slope(length, formulaLength, d));
        Integer known = firstRows.get(weight);
        if (known != null) {
            return known;
        }
        int first = Math.multiplyExact(firstRows.size(), config.memorySize());
        rows.write(embedder.embed(sentences(length)), 0, first, config.memorySize());
        firstRows.put(weight, first);
        return first;
    }

    /** For each age a sentence of null words, which add nothing, and the time word in its place. */
    private List<int[]> sentences(int length) {
        List<int[]> sentences = new ArrayList<>();
        for (int age = 0; age < config.memorySize(); age++) {
            int[] sentence = new int[length];
            sentence[length - 1] = config.words() + age;
            sentences.add(sentence);
        }
        return sentences;
    }

    @Override
    public void close() {
        rows.close();
    }
}
