package org.memn2n.ops.simd;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.EmbeddingTable;

/**
 * The gradient of {@link WordForward}: back through the hops, block by block; then each table's, which is the product
 * of what was collected by word with the vectors beside it, {@code sum_k weights_k^T sumGradients_k +
 * scoreGradients_k^T states_k}. Parts: blocks of stories, then rows of tables.
 */
final class WordBackward implements Parts {
    private final Team team;
    private final Story story;
    private final WordStory words;
    private final MatrixProducts products;
    private final TableGradients tableGradients;
    private float[] stateGradient = {};

    /** [S]: the gradients at the scores of the hop that is passed. */
    private float[] scoreGradients = {};

    WordBackward(Team team, Story story, MatrixProducts products) {
        this.team = team;
        this.story = story;
        this.words = story.words();
        this.products = products;
        this.tableGradients = new TableGradients();
    }

    /**
     * Back to the tables and the map, before whose hops the gradient at the state is left.
     *
     * @param lastState [B, d] the gradient at the last state, overwritten with that at the first
     * @param slots of all stories
     */
    void backward(float[] lastState, int slots, List<EmbeddingTable> tables, @Nullable SimdTensor map) {
        stateGradient = lastState;
        scoreGradients = FoldedTables.atLeast(scoreGradients, slots + Lanes.COUNT);
        team.run(words.blocks(), this);
        tableGradients.run(tables);
        for (int k = 0; k < story.hops() && map != null; k++) {
            int d = story.columns();
            int stride = words.stride();
            float[] g = words.hop(k).sumGradients;
            products.tnAdd(g, stride, story.states(k), stride, words.stories(), d, 0, d, map.values(), 0, 0);
        }
    }

    @Override
    public void run(int block, int worker) {
        int b0 = words.first(block);
        int b1 = words.first(block + 1);
        int stride = words.stride();
        float[] map = story.map();
        float[] ds = scoreGradients;
        for (int k = story.hops() - 1; k >= 0; k--) {
            WordStory.HopWords hop = words.hop(k);
            float[] p = story.weights(k);
            if (!story.kept()) {
                words.collect(p, hop.weights, b0, b1);
            }
            for (int row = b0 * stride; row < b1 * stride; row += stride) {
                Relu.gradient(story.states(k + 1), row, story.firstRectified(), story.columns(), stateGradient);
            }
            System.arraycopy(stateGradient, b0 * stride, hop.sumGradients, b0 * stride, (b1 - b0) * stride);
            words.multiply(hop.sumGradients, story.output(k), ds, b0, b1, worker);
            for (int b = b0; b < b1 && story.softmax(); b++) {
                Softmax.gradient(p, ds, words.firstSlot(b), words.firstSlot(b + 1));
            }
            words.collect(ds, hop.scoreGradients, b0, b1);
            if (map != null) {
                HopMap.multiply(hop.sumGradients, map, b0, b1, story.columns(), stride, stateGradient);
            }
            words.addSums(hop.scoreGradients, story.input(k), stateGradient, b0, b1, worker);
        }
    }

    /** What the hops add to the gradients of the tables. Parts: for each table some rows of words, then some of times. */
    private final class TableGradients implements Parts {
        private static final int ROWS = 64;

        private final TableArrays targets = new TableArrays();
        /** For each worker the gradients at both rows of some words. */
        private final float[][] rowsOf = new float[team.workers()][0];

        private int wordParts;
        private int timeParts;

        void run(List<EmbeddingTable> tables) {
            targets.set(tables);
            wordParts = (words.tables().words() + ROWS - 1) / ROWS;
            timeParts = (words.tables().times() + ROWS - 1) / ROWS;
            team.run(tables.size() * (wordParts + timeParts), this);
        }

        @Override
        public void run(int part, int worker) {
            int t = part / (wordParts + timeParts);
            int chunk = part % (wordParts + timeParts);
            if (chunk < wordParts) {
                int rows = words.tables().words();
                add(t, Split.first(rows, chunk, wordParts), Split.first(rows, chunk + 1, wordParts), false, worker);
            } else if (words.tables().isTimed(t)) {
                int rows = words.tables().times();
                int first = Split.first(rows, chunk - wordParts, timeParts);
                add(t, first, Split.first(rows, chunk - wordParts + 1, timeParts), true, worker);
            }
        }

        private void add(int t, int first, int end, boolean ofTimes, int worker) {
            boolean numbered = !ofTimes && words.tables().rowsOfWord() == 2;
            float[] target = ofTimes ? targets.times(t) : targets.words(t);
            if (!numbered) {
                addHops(t, first, end, ofTimes, target, first * words.stride(), worker);
                return;
            }
            int floats = 2 * (end - first) * words.stride();
            rowsOf[worker] = FoldedTables.atLeast(rowsOf[worker], floats + Lanes.COUNT);
            Arrays.fill(rowsOf[worker], 0, floats, 0);
            addHops(t, 2 * first, 2 * end, false, rowsOf[worker], 0, worker);
            words.addRowsOfWords(rowsOf[worker], end - first, target, first);
        }

        /** Adds the columns {@code first .. end} of what was collected times the vectors beside it. */
        private void addHops(int t, int first, int end, boolean ofTimes, float[] target, int c0, int worker) {
            for (int k = 0; k < story.hops(); k++) {
                WordStory.HopWords hop = words.hop(k);
                if (story.output(k) == t) {
                    add(hop.weights, hop.sumGradients, first, end, ofTimes, target, c0, worker);
                }
                if (story.input(k) == t) {
                    add(hop.scoreGradients, story.states(k), first, end, ofTimes, target, c0, worker);
                }
            }
        }

        private void add(
                WordStory.ByWord collected,
                float[] vectors,
                int first,
                int end,
                boolean ofTimes,
                float[] target,
                int c0,
                int worker) {
            float[] left = ofTimes ? collected.times : collected.words;
            int pitch = ofTimes ? words.timePitch() : words.wordPitch();
            int stride = words.stride();
            products.tnAdd(
                    left, pitch, vectors, stride, words.stories(), story.columns(), first, end, target, c0, worker);
        }
    }
}
