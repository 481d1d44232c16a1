package org.memn2n.ops.simd;

import java.util.List;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.StoryPass;
import org.memn2n.tensor.WordLists;

/**
 * The memories of a pass over stories: for each slot one row with the vectors of all tables side by side, table t from
 * {@code t * stride} on. They are looked up story by story, so that the hops find them in the cache.
 *
 * <p>Tables of few rows are folded first: then a word is one run of memory. Rows of large tables are read where they are.
 */
final class Memories {
    /** Folding copies the tables, so they must be few words against those that are looked up, and fit a cache. */
    private static final int MOST_FOLDED_FLOATS = 1 << 19;

    private final FoldedTables folded = new FoldedTables();
    private final TableArrays unfolded = new TableArrays();
    private final PositionRows positions = new PositionRows();
    private WordLists sentences = WordLists.timeless(new int[0], new int[1]);
    private boolean fold;
    private boolean plain;
    private int wordLimit;
    private int timeLimit;
    private int width;
    private int stride;
    private float[] zeros = {};

    /** Gets ready for the sentences of a batch. */
    void prepare(SimdBatch batch, StoryPass pass) {
        List<EmbeddingTable> tables = pass.tables();
        SentenceEncoding encoding = pass.encoding();
        sentences = batch.memories().host();
        plain = encoding.weights() == PositionWeights.BAG_OF_WORDS;
        wordLimit = batch.memories().wordLimit();
        timeLimit = batch.memories().timeLimit();
        width = FoldedTables.width(tables);
        stride = width / tables.size();
        zeros = FoldedTables.atLeast(zeros, width);
        fold = (long) (wordLimit + timeLimit) * width <= MOST_FOLDED_FLOATS;
        int d = SimdTensor.of(tables.get(0).words()).columns();
        positions.prepare(encoding, d, fold ? tables.size() : 1, sentences.offsets());
        if (fold) {
            folded.fold(tables, wordLimit, timeLimit);
            return;
        }
        unfolded.set(tables);
    }

    /** The floats of a slot: tables times stride. */
    int width() {
        return width;
    }

    /** The floats of a vector. */
    int stride() {
        return stride;
    }

    /** Whether the tables are folded. */
    boolean folded() {
        return fold;
    }

    /** How many rows of the word tables are used. */
    int wordLimit() {
        return wordLimit;
    }

    /** How many rows of the time tables are used. */
    int timeLimit() {
        return timeLimit;
    }

    WordLists sentences() {
        return sentences;
    }

    /** The position weights in a sentence of so many words, a row a word; all tables side by side when folded. */
    float[] weights(int length) {
        return positions.of(length);
    }

    /** Looks the slots {@code first .. end} up: memory [slots, width] from {@code m0} on, written. */
    void lookUp(int first, int end, float[] memory, int m0) {
        int[] offsets = sentences.offsets();
        int[] x = sentences.words();
        int row = m0;
        for (int s = first; s < end; s++, row += width) {
            int time = sentences.timed() ? sentences.times()[s] : -1;
            int begin = offsets[s];
            int stop = offsets[s + 1];
            float[] weights = positions.of(stop - begin);
            if (fold) {
                float[] start = time < 0 ? zeros : folded.times();
                int start0 = time < 0 ? 0 : time * width;
                BagOfRows.sum(x, begin, stop, weights, folded.words(), width, start, start0, memory, row);
                continue;
            }
            for (int t = 0; t < unfolded.count(); t++) {
                boolean timed = time >= 0 && unfolded.isTimed(t);
                float[] start = timed ? unfolded.times(t) : zeros;
                int start0 = timed ? time * stride : 0;
                float[] rows = unfolded.words(t);
                if (plain) {
                    BagOfRows.sumPlain(x, begin, stop, rows, stride, start, start0, memory, row + t * stride);
                } else {
                    BagOfRows.sum(x, begin, stop, weights, rows, stride, start, start0, memory, row + t * stride);
                }
            }
        }
    }
}
