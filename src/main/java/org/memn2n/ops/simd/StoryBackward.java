package org.memn2n.ops.simd;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.StoryPass;
import org.memn2n.ops.StoryPassGradient;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.Shape;

/**
 * The gradient of {@link StoryForward}, one story after the other: back through the hops, then the gradients of its
 * memories, then those of its words.
 *
 * <p>Folded tables: runs of stories sum into folded tables of their own, which are then added in the order of the
 * stories. Large tables: {@link LargeTableGradients}.
 */
final class StoryBackward implements Parts {
    /** Runs of stories, at most: each has a folded table of sums. */
    private static final int MOST_RUNS = 16;

    private final Team team;
    private final Story story;
    private final MatrixProducts products;
    private final EmbedGradient embedGradient;
    private final WordBackward wordBackward;
    private final Unfolding unfolding = new Unfolding();
    private final LargeTableGradients largeTables;

    /** For each worker the gradients at the memories of its story [slots, width]. */
    private final float[][] gradientOf;

    private int[] slotOffsets = {0};
    private int runs;

    /** For each hop the gradient at its sum, behind the ReLU [B, d], and at its scores [S]. */
    private SimdTensor[] sumGradients = {};

    private float[][] scoreGradients = {};

    /** [B, d]: on the way back the gradient at the state before the hop that was last passed. */
    private float[] stateGradient = {};

    /** For each run of stories [wordLimit + timeLimit, width], all zeros between two calls. */
    private float[] sums = {};

    StoryBackward(Team team, Story story, MatrixProducts products, EmbedGradient embedGradient) {
        this.team = team;
        this.story = story;
        this.products = products;
        this.embedGradient = embedGradient;
        this.largeTables = new LargeTableGradients(team, story);
        this.wordBackward = new WordBackward(team, story, products);
        this.gradientOf = new float[team.workers()][0];
    }

    void backward(SimdBatch batch, StoryPass pass, StoryPassGradient gradient) {
        story.resume(batch, pass);
        if (story.byWord()) {
            Tensor map = gradient.map();
            float[] lastState = SimdTensor.of(gradient.lastState()).values();
            int slots = batch.memories().count();
            wordBackward.backward(lastState, slots, gradient.tables(), map == null ? null : SimdTensor.of(map));
        } else {
            slotBySlot(batch, pass, gradient);
        }
        Tensor question = gradient.question();
        if (question != null) {
            List<EmbeddingTable> table = List.of(new EmbeddingTable(question, null));
            embedGradient.backward(batch.queries().host(), pass.encoding(), List.of(gradient.lastState()), table);
        }
        story.end();
    }

    private void slotBySlot(SimdBatch batch, StoryPass pass, StoryPassGradient gradient) {
        Memories memories = story.memories();
        slotOffsets = batch.slotOffsets();
        stateGradient = SimdTensor.of(gradient.lastState()).values();
        int slots = memories.sentences().count();
        prepareHops(batch.stories(), slots);
        int rows = memories.wordLimit() + memories.timeLimit();
        long work = (long) memories.sentences().words().length * memories.width();
        if (memories.folded()) {
            runs = runs(batch.stories(), work, (long) rows * memories.width());
            sums = FoldedTables.atLeast(sums, runs * rows * memories.width());
        } else {
            runs = Split.parts(batch.stories(), work);
        }
        team.run(runs, this);
        Tensor mapGradient = gradient.map();
        if (mapGradient != null) {
            for (int k = 0; k < story.hops(); k++) {
                SimdTensor state = SimdTensor.of(pass.states().get(k));
                products.tnAdd(
                        sumGradients[k], state, SimdTensor.of(mapGradient).values());
            }
        }
        if (memories.folded()) {
            unfolding.run(gradient.tables(), rows);
        } else {
            largeTables.run(batch, pass, sumGradients, scoreGradients, gradient.tables());
        }
    }

    /** So many runs that clearing and adding their sums stays small against the work; a power of two, to share well. */
    private static int runs(int stories, long work, long sumFloats) {
        long most = Math.min(Math.min(stories, MOST_RUNS), work / Math.max(1, 4 * sumFloats));
        return Integer.highestOneBit((int) Math.max(1, Math.min(most, Split.parts(stories, work))));
    }

    private void prepareHops(int stories, int slots) {
        int hops = story.hops();
        if (sumGradients.length != hops) {
            sumGradients = new SimdTensor[hops];
            scoreGradients = new float[hops][0];
        }
        for (int k = 0; k < hops; k++) {
            Shape shape = Shape.of(stories, story.columns());
            if (sumGradients[k] == null) {
                sumGradients[k] = new SimdTensor(shape);
            } else if (!sumGradients[k].shape().equals(shape)) {
                sumGradients[k].resize(shape);
            }
            scoreGradients[k] = FoldedTables.atLeast(scoreGradients[k], slots + Lanes.COUNT);
        }
    }

    @Override
    public void run(int part, int worker) {
        int stories = slotOffsets.length - 1;
        int end = Split.first(stories, part + 1, runs);
        for (int b = Split.first(stories, part, runs); b < end; b += HopMap.STORIES) {
            hops(b, Math.min(b + HopMap.STORIES, end), worker);
        }
        for (int b = Split.first(stories, part, runs);
                b < end && story.memories().folded();
                b++) {
            memories(b, slotOffsets[b], slotOffsets[b + 1], part, worker);
        }
    }

    /** Back through the hops of the stories {@code b0 .. b1}. */
    private void hops(int b0, int b1, int worker) {
        Memories memories = story.memories();
        int width = memories.width();
        int stride = memories.stride();
        int first = slotOffsets[b0];
        float[] memory = story.memory(first, slotOffsets[b1], worker);
        int m0 = story.memoryStart(first) - first * width;
        if (!story.kept()) {
            memories.lookUp(first, slotOffsets[b1], memory, m0 + first * width);
        }
        float[] map = story.map();
        for (int k = story.hops() - 1; k >= 0; k--) {
            float[] g = sumGradients[k].values();
            float[] p = story.weights(k);
            float[] ds = scoreGradients[k];
            int input = m0 + story.input(k) * stride;
            int output = m0 + story.output(k) * stride;
            for (int row = b0 * stride; row < b1 * stride; row += stride) {
                Relu.gradient(story.states(k + 1), row, story.firstRectified(), story.columns(), stateGradient);
            }
            System.arraycopy(stateGradient, b0 * stride, g, b0 * stride, (b1 - b0) * stride);
            if (map != null) {
                HopMap.multiply(g, map, b0, b1, story.columns(), stride, stateGradient);
            }
            for (int b = b0, row = b0 * stride; b < b1; b++, row += stride) {
                int slot = slotOffsets[b];
                int count = slotOffsets[b + 1] - slot;
                Slots.innerProducts(g, row, memory, output + slot * width, width, count, stride, ds, slot);
                if (story.softmax()) {
                    Softmax.gradient(p, ds, slot, slot + count);
                }
                Slots.addWeighted(ds, slot, memory, input + slot * width, width, count, stride, stateGradient, row);
            }
        }
    }

    /** From the gradients of the hops to those of the memories of story {@code b}, and of their words. */
    private void memories(int b, int first, int end, int part, int worker) {
        Memories memories = story.memories();
        int width = memories.width();
        int stride = memories.stride();
        int count = end - first;
        int row = b * stride;
        gradientOf[worker] = FoldedTables.atLeast(gradientOf[worker], count * width);
        float[] gradient = gradientOf[worker];
        for (int t = 0; t < width; t += stride) {
            boolean written = false;
            for (int k = 0; k < story.hops(); k++) {
                if (story.output(k) * stride == t) {
                    float[] g = sumGradients[k].values();
                    outer(written, story.weights(k), first, g, row, gradient, t, count);
                    written = true;
                }
                if (story.input(k) * stride == t) {
                    outer(written, scoreGradients[k], first, story.states(k), row, gradient, t, count);
                    written = true;
                }
            }
            for (int i = 0; i < count && !written; i++) {
                Arrays.fill(gradient, i * width + t, i * width + t + stride, 0);
            }
        }
        scatter(first, end, gradient, part * (memories.wordLimit() + memories.timeLimit()) * width);
    }

    private void outer(boolean add, float[] a, int a0, float[] u, int u0, float[] gradient, int g0, int count) {
        int width = story.memories().width();
        int stride = story.memories().stride();
        if (add) {
            Slots.addOuter(a, a0, u, u0, gradient, g0, width, count, stride);
        } else {
            Slots.setOuter(a, a0, u, u0, gradient, g0, width, count, stride);
        }
    }

    private void scatter(int first, int end, float[] gradient, int sums0) {
        Memories memories = story.memories();
        int width = memories.width();
        int[] offsets = memories.sentences().offsets();
        int[] x = memories.sentences().words();
        int times0 = sums0 + memories.wordLimit() * width;
        for (int s = first, g0 = 0; s < end; s++, g0 += width) {
            int length = offsets[s + 1] - offsets[s];
            BagOfRows.scatter(
                    x, offsets[s], offsets[s + 1], memories.weights(length), gradient, g0, sums, sums0, width);
            int time = memories.sentences().timed() ? memories.sentences().times()[s] : -1;
            if (time >= 0) {
                Rows.add(gradient, g0, sums, times0 + time * width, width);
            }
        }
    }

    /** Adds the sums of all runs to the tables. Parts: rows. */
    private final class Unfolding implements Parts {
        private final TableArrays targets = new TableArrays();
        private int rows;
        private int parts;

        void run(List<EmbeddingTable> tables, int rowCount) {
            rows = rowCount;
            targets.set(tables);
            parts = Split.parts(rows, 2L * runs * rows * story.memories().width());
            team.run(parts, this);
        }

        @Override
        public void run(int part, int worker) {
            int words0 = story.memories().wordLimit();
            int start = Split.first(rows, part, parts);
            int end = Split.first(rows, part + 1, parts);
            for (int t = 0; t < targets.count(); t++) {
                add(start, Math.min(end, words0), 0, targets.words(t), t);
                add(Math.max(start, words0), end, words0, targets.isTimed(t) ? targets.times(t) : null, t);
            }
        }

        /** Rows of the sums; the first row of {@code table} is row {@code first} of them. */
        private void add(int start, int end, int first, float @Nullable [] table, int t) {
            int width = story.memories().width();
            int stride = story.memories().stride();
            FoldedTables.unfold(sums, runs, rows * width, start, end, first, table, stride, t * stride, width);
        }
    }
}
