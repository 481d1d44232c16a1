package org.memn2n.ops.simd;

import java.util.Arrays;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.StoryPass;
import org.memn2n.tensor.WordLists;

/**
 * What a pass over stories keeps when it goes word by word instead of slot by slot, and so never makes a memory. A hop
 * multiplies the states with the rows of its input table and gathers the scores of its slots from these products; it
 * collects the weights of the slots by word, and adds the rows of its output table so weighted. See
 * {@link Occurrences}.
 *
 * <p>Per story that is a few numbers for each word in a slot, and products with two tables: less than sums of vectors
 * when stories hold more words than the vocabulary, and vectors are long.
 */
final class WordStory {
    private final PositionTable positions = new PositionTable();
    private final WordTables tables;
    private WordLists sentences = WordLists.timeless(new int[0], new int[1]);
    private int[] slotOffsets = {0};
    private int stride;
    private int wordPitch;
    private int timePitch;
    private HopWords[] hops = {};

    /** What a hop keeps. */
    static final class HopWords {
        /** [B, d]: on the way back the gradients at its sums. */
        float[] sumGradients = {};

        /** The weights of the slots, collected. */
        final ByWord weights = new ByWord();

        /** On the way back the gradients at the scores, collected. */
        final ByWord scoreGradients = new ByWord();
    }

    /** Numbers of all slots, collected: [B, V * rows of a word] and [B, N]. */
    static final class ByWord {
        float[] words = {};
        float[] times = {};
    }

    WordStory(Team team) {
        tables = new WordTables(team);
    }

    /** Gets ready for a pass. */
    void prepare(SimdBatch batch, StoryPass pass) {
        SimdTensor state = SimdTensor.of(pass.states().get(0));
        int rows = pass.encoding().weights() == PositionWeights.BAG_OF_WORDS ? 1 : 2;
        sentences = batch.memories().host();
        slotOffsets = batch.slotOffsets();
        stride = state.stride();
        int wordLimit = batch.memories().wordLimit();
        int timeLimit = batch.memories().timeLimit();
        wordPitch = Lanes.padded(rows * wordLimit);
        timePitch = Lanes.padded(timeLimit);
        positions.prepare(pass.encoding(), state.columns(), sentences.offsets());
        tables.prepare(pass.tables(), wordLimit, timeLimit, rows, positions.components());
        if (hops.length != pass.hops().size()) {
            hops = new HopWords[pass.hops().size()];
            Arrays.setAll(hops, k -> new HopWords());
        }
        int stories = batch.stories();
        for (HopWords hop : hops) {
            hop.sumGradients = FoldedTables.atLeast(hop.sumGradients, stories * stride + Lanes.COUNT);
            grow(hop.weights, stories);
            grow(hop.scoreGradients, stories);
        }
    }

    private void grow(ByWord collected, int stories) {
        collected.words = FoldedTables.atLeast(collected.words, stories * wordPitch + Tile.COLUMNS);
        collected.times = FoldedTables.atLeast(collected.times, stories * timePitch + Tile.COLUMNS);
    }

    HopWords hop(int k) {
        return hops[k];
    }

    int stories() {
        return slotOffsets.length - 1;
    }

    /** The floats of a vector. */
    int stride() {
        return stride;
    }

    int wordPitch() {
        return wordPitch;
    }

    int timePitch() {
        return timePitch;
    }

    WordTables tables() {
        return tables;
    }

    /** How many blocks of stories there are, and the first story of each. */
    int blocks() {
        return (stories() + WordTables.BLOCK - 1) / WordTables.BLOCK;
    }

    int first(int block) {
        return Split.first(stories(), block, blocks());
    }

    int firstSlot(int story) {
        return slotOffsets[story];
    }

    /** Multiplies the vectors of a block with the memories from a table: vectors [B, d] read, s [S] written. */
    void multiply(float[] vectors, int table, float[] s, int b0, int b1, int worker) {
        WordTables.Scratch y = tables.products(vectors, b0, b1 - b0, table, worker);
        float[] z = y.byTime(tables.isTimed(table));
        for (int b = b0; b < b1; b++) {
            int first = slotOffsets[b];
            int end = slotOffsets[b + 1];
            int c = b - b0;
            if (tables.rowsOfWord() == 2) {
                Occurrences.gather(
                        sentences, positions, first, end, y.byWord(), y.pitch(), 2 * c, z, y.timePitch(), c, s);
            } else {
                Occurrences.gatherPlain(sentences, first, end, y.byWord(), y.pitch(), c, z, y.timePitch(), c, s);
            }
        }
    }

    /** Collects numbers of the slots of a block by word: p [S] read. */
    void collect(float[] p, ByWord collected, int b0, int b1) {
        Arrays.fill(collected.words, b0 * wordPitch, b1 * wordPitch, 0);
        Arrays.fill(collected.times, b0 * timePitch, b1 * timePitch, 0);
        for (int b = b0; b < b1; b++) {
            int first = slotOffsets[b];
            int end = slotOffsets[b + 1];
            if (tables.rowsOfWord() == 2) {
                Occurrences.scatter(sentences, positions, first, end, p, collected.words, b * wordPitch);
            } else {
                Occurrences.scatterPlain(sentences, first, end, p, collected.words, b * wordPitch);
            }
            Occurrences.scatterTimes(sentences, first, end, p, collected.times, b * timePitch);
        }
    }

    /** Adds the memories from a table, so weighted: o [B, d] added to. */
    void addSums(ByWord collected, int table, float[] o, int b0, int b1, int worker) {
        tables.addSums(collected.words, wordPitch, collected.times, timePitch, b0, b1 - b0, table, o, worker);
    }

    /** {@code g_w += g'_w + numbers * g''_w}: g [V, d] rows of so many words, g' and g'' in turn from row 0 on. */
    void addRowsOfWords(float[] rows, int count, float[] g, int first) {
        for (int w = 0; w < count; w++) {
            int at = (first + w) * stride;
            Rows.add(rows, 2 * w * stride, g, at, stride);
            Rows.addProduct(positions.components(), 0, rows, (2 * w + 1) * stride, g, at, stride);
        }
    }
}
