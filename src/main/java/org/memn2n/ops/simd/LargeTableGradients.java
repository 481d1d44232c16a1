package org.memn2n.ops.simd;

import java.util.List;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.StoryPass;
import org.memn2n.tensor.WordLists;

/**
 * The gradients of tables that are too large to be folded, from what the hops of {@link StoryBackward} left: slot i of a
 * story has {@code g_i = sum_k weight_ki sumGradient_k + scoreGradient_ki state_k} and gives it to the rows of its
 * words and its time.
 *
 * <p>Parts: some columns of a table, as wide as the workers allow, so that no two write the same floats.
 */
final class LargeTableGradients implements Parts {
    private final Team team;
    private final Story story;
    private final TableArrays targets = new TableArrays();

    /** For each worker its columns of the terms' vectors of a story [terms, width]; then those of a slot's g. */
    private final float[][] columnsOf;

    private WordLists sentences = WordLists.timeless(new int[0], new int[1]);

    private int[] slotOffsets = {0};

    /** For each table what a slot's g is made of: [S, terms] numbers, and for each term [B, d] vectors. */
    private float[][] numbers = {};

    private float[][][] vectors = {};
    private int[] terms = {};
    private boolean[] timed = {};
    private boolean plain;

    /** How many ranges of columns there are; each sum is the same for any number. */
    private int ranges;

    LargeTableGradients(Team team, Story story) {
        this.team = team;
        this.story = story;
        columnsOf = new float[team.workers()][0];
    }

    /**
     * Adds to the tables' gradients.
     *
     * @param sumGradients for each hop [B, d]
     * @param scoreGradients for each hop [S]
     */
    void run(
            SimdBatch batch,
            StoryPass pass,
            SimdTensor[] sumGradients,
            float[][] scoreGradients,
            List<EmbeddingTable> tables) {
        targets.setQuietly(tables);
        sentences = batch.memories().host();
        slotOffsets = batch.slotOffsets();
        for (EmbeddingTable table : tables) {
            SimdTensor target = SimdTensor.of(table.words());
            target.touched().name(sentences.words(), sentences.words().length, target.rows());
        }
        plain = pass.encoding().weights() == PositionWeights.BAG_OF_WORDS;
        if (terms.length != tables.size()) {
            terms = new int[tables.size()];
            numbers = new float[tables.size()][0];
            vectors = new float[tables.size()][0][];
            timed = new boolean[tables.size()];
        }
        for (int t = 0; t < terms.length; t++) {
            timed[t] = targets.isTimed(t) && sentences.timed();
            gather(t, sumGradients, scoreGradients);
        }
        ranges = (team.workers() + tables.size() - 1) / tables.size();
        for (int worker = 0; worker < columnsOf.length; worker++) {
            columnsOf[worker] = FoldedTables.atLeast(
                    columnsOf[worker], (2 * story.hops() + 1) * story.memories().stride());
        }
        team.run(ranges * tables.size(), this);
    }

    /** Puts the terms of a table's slots side by side. */
    private void gather(int t, SimdTensor[] sumGradients, float[][] scoreGradients) {
        int count = 0;
        for (int k = 0; k < story.hops(); k++) {
            count += (story.output(k) == t ? 1 : 0) + (story.input(k) == t ? 1 : 0);
        }
        terms[t] = count;
        numbers[t] = FoldedTables.atLeast(numbers[t], sentences.count() * count);
        vectors[t] = vectors[t].length == count ? vectors[t] : new float[count][];
        int term = 0;
        for (int k = 0; k < story.hops(); k++) {
            if (story.output(k) == t) {
                gather(t, term++, story.weights(k), sumGradients[k].values());
            }
            if (story.input(k) == t) {
                gather(t, term++, scoreGradients[k], story.states(k));
            }
        }
    }

    private void gather(int t, int term, float[] slotNumbers, float[] storyVectors) {
        vectors[t][term] = storyVectors;
        for (int s = 0; s < sentences.count(); s++) {
            numbers[t][s * terms[t] + term] = slotNumbers[s];
        }
    }

    @Override
    public void run(int part, int worker) {
        int stride = story.memories().stride();
        int vectorCount = stride / Lanes.COUNT;
        int t = part % terms.length;
        int range = part / terms.length;
        int column = Split.first(vectorCount, range, ranges) * Lanes.COUNT;
        int width = Split.first(vectorCount, range + 1, ranges) * Lanes.COUNT - column;
        float[] mine = columnsOf[worker];
        for (int b = 0; b + 1 < slotOffsets.length; b++) {
            for (int term = 0; term < terms[t]; term++) {
                System.arraycopy(vectors[t][term], b * stride + column, mine, term * width, width);
            }
            int g = terms[t] * width;
            for (int s = slotOffsets[b]; s < slotOffsets[b + 1]; s++) {
                Rows.setCombination(numbers[t], s * terms[t], terms[t], mine, 0, mine, g, width);
                give(s, t, column, mine, g, width);
            }
        }
    }

    /** Adds g of a slot to the rows of its words and its time, in some columns: g from {@code g0} on. */
    private void give(int s, int t, int column, float[] g, int g0, int width) {
        int stride = story.memories().stride();
        int[] x = sentences.words();
        int begin = sentences.offsets()[s];
        int end = sentences.offsets()[s + 1];
        if (plain) {
            for (int j = begin; j < end; j++) {
                Rows.add(g, g0, targets.words(t), x[j] * stride + column, width);
            }
        } else {
            float[] weights = story.memories().weights(end - begin);
            for (int j = begin, w = column; j < end; j++, w += stride) {
                Rows.addProduct(weights, w, g, g0, targets.words(t), x[j] * stride + column, width);
            }
        }
        int time = timed[t] ? sentences.times()[s] : -1;
        if (time >= 0) {
            Rows.add(g, g0, targets.times(t), time * stride + column, width);
        }
    }
}
