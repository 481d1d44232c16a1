package org.memn2n.ops.simd;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Attention;
import org.memn2n.ops.StoryPass;
import org.memn2n.ops.Tensor;

/** The arrays of a pass over stories, and its memories, for the way forward and the way back. */
final class Story {
    /** Memories of so many floats are kept from the way forward for the way back; looking more up again is faster. */
    private static final int MOST_KEPT_FLOATS = 1 << 21;

    private final StoryWay way;
    private final Memories memories = new Memories();
    private final WordStory words;
    private boolean byWord;
    private final float[][] scratch;
    private float[] kept = {};
    private boolean keep;
    private @Nullable SimdBatch batch;
    private @Nullable StoryPass last;

    /** [B, d] before each hop and after the last. */
    private float[][] states = {};

    /** [S] for each hop. */
    private float[][] weights = {};

    /** For each hop which tables its input and output memory come from. */
    private int[] input = {};

    private int[] output = {};

    /** [d, d] and its transpose, or null. */
    private float @Nullable [] map;

    private float @Nullable [] transposedMap;
    private float[] transposed = {};

    private boolean softmax;
    private int softmaxWidth;
    private int firstRectified;
    private int columns;

    Story(Team team, StoryWay way) {
        this.way = way;
        scratch = new float[team.workers()][0];
        words = new WordStory(team);
    }

    /** Gets ready for the way forward. */
    void begin(SimdBatch newBatch, StoryPass pass) {
        byWord = way.isByWord(newBatch, pass);
        batch = newBatch;
        last = pass;
        int hops = pass.hops().size();
        if (input.length != hops) {
            states = new float[hops + 1][];
            weights = new float[hops][];
            input = new int[hops];
            output = new int[hops];
        }
        for (int k = 0; k < hops; k++) {
            weights[k] = SimdTensor.of(pass.weights().get(k)).values();
            input[k] = pass.hops().get(k).input();
            output[k] = pass.hops().get(k).output();
        }
        for (int k = 0; k <= hops; k++) {
            states[k] = SimdTensor.of(pass.states().get(k)).values();
        }
        Tensor mapTensor = pass.map();
        map = mapTensor == null ? null : SimdTensor.of(mapTensor).values();
        transposedMap = mapTensor == null ? null : transpose(SimdTensor.of(mapTensor));
        softmax = pass.attention() == Attention.SOFTMAX;
        softmaxWidth = pass.softmaxWidth();
        firstRectified = pass.firstRectified();
        columns = SimdTensor.of(pass.states().get(0)).columns();
        if (byWord) {
            words.prepare(newBatch, pass);
            keep = true;
            return;
        }
        memories.prepare(newBatch, pass);
        long floats = (long) newBatch.memories().count() * memories.width();
        keep = floats <= MOST_KEPT_FLOATS;
        if (keep) {
            kept = FoldedTables.atLeast(kept, (int) floats);
        }
    }

    private float[] transpose(SimdTensor matrix) {
        int d = matrix.columns();
        int stride = matrix.stride();
        float[] from = matrix.quietValues();
        transposed = FoldedTables.atLeast(transposed, d * stride);
        Arrays.fill(transposed, 0);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                transposed[j * stride + i] = from[i * stride + j];
            }
        }
        return transposed;
    }

    /** Gets ready for the way back; the way forward need not have been the last one. */
    @SuppressWarnings("ReferenceEquality") // it must be this very batch
    void resume(SimdBatch sameBatch, StoryPass pass) {
        boolean here = batch == sameBatch && pass.equals(last);
        if (!here) {
            begin(sameBatch, pass);
            keep = false;
        }
    }

    /** Forgets the batch, so that it is not held back from being freed, and its memories are not taken for another's. */
    void end() {
        batch = null;
        last = null;
    }

    /** Whether the pass goes {@link #words word by word}; else it looks {@link #memories} up, slot by slot. */
    boolean byWord() {
        return byWord;
    }

    WordStory words() {
        return words;
    }

    Memories memories() {
        return memories;
    }

    /** Where the memories of a story are, for this worker. */
    float[] memory(int first, int end, int worker) {
        if (keep) {
            return kept;
        }
        scratch[worker] = FoldedTables.atLeast(scratch[worker], (end - first) * memories.width());
        return scratch[worker];
    }

    /** Where in {@link #memory} the slots of a story begin. */
    int memoryStart(int first) {
        return keep ? first * memories.width() : 0;
    }

    /** Whether the way forward has left all memories, or what it has collected by word. */
    boolean kept() {
        return keep;
    }

    int hops() {
        return input.length;
    }

    float[] states(int k) {
        return states[k];
    }

    float[] weights(int k) {
        return weights[k];
    }

    int input(int k) {
        return input[k];
    }

    int output(int k) {
        return output[k];
    }

    float @Nullable [] map() {
        return map;
    }

    /** The transpose of {@link #map}: a product with it is a sum of rows. */
    float @Nullable [] transposedMap() {
        return transposedMap;
    }

    boolean softmax() {
        return softmax;
    }

    int softmaxWidth() {
        return softmaxWidth;
    }

    int firstRectified() {
        return firstRectified;
    }

    int columns() {
        return columns;
    }
}
