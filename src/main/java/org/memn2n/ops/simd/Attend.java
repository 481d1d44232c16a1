package org.memn2n.ops.simd;

import static org.memn2n.ops.simd.Lanes.COUNT;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Queries to a large memory: {@code y_q = sum_i p_i c_i} with {@code p = softmax(x_q . m_i)} (paper equations 1 and 2).
 *
 * <p>Parts: runs of blocks of slots. A part multiplies up to {@link #QUERIES} queries with the keys of a block, turns the
 * scores into exponentials under the greatest score so far, and adds the product with the values to its own sums, which
 * are scaled whenever a greater score comes. At the end the sums of all parts meet in their order. So the memory is
 * read once for so many queries, and scores are never kept.
 */
final class Attend implements Parts {
    /** Queries that are worked on together. */
    private static final int QUERIES = 256;

    /** Parts, at most: each has sums of its own. */
    private static final int MOST_PARTS = 16;

    private final Team team;
    private final Combination combination = new Combination();
    private final @Nullable Scratch[] scratches;
    private float[] queries = {}; // [Q, stride]
    private float[] result = {}; // [Q, stride]
    private float[] logSums = {}; // [Q]
    private int stride;
    private int firstQuery;
    private int count;
    private int parts;
    private SimdKeyValueMemory memory = SimdKeyValueMemory.EMPTY;

    /** For each part and query of a group the sums [stride], the greatest score, the sum of the exponentials. */
    private float[] sums = {};

    private float[] greatest = {};
    private double[] totals = {};

    /** What a worker needs: scores [QUERIES, BLOCK], a tile, a vector, and room for a block. */
    private static final class Scratch {
        private final float[] scores = new float[QUERIES * SimdKeyValueMemory.BLOCK + COUNT];
        private final float[] tile = new float[Tile.SIZE];
        private final float[] tail = new float[COUNT];
        private float[] room = {};
    }

    Attend(Team team) {
        this.team = team;
        scratches = new Scratch[team.workers()];
    }

    void forward(SimdKeyValueMemory readMemory, SimdTensor x, SimdTensor y, SimdTensor sumsOfLogs) {
        memory = readMemory;
        queries = x.values();
        result = y.values();
        logSums = sumsOfLogs.values();
        stride = x.stride();
        for (firstQuery = 0; firstQuery < x.rows(); firstQuery += QUERIES) {
            count = Math.min(QUERIES, x.rows() - firstQuery);
            long operations = 2 * memory.slots() * stride * count / COUNT;
            parts = Math.min(MOST_PARTS, Split.parts(memory.blocks(), operations));
            sums = FoldedTables.atLeast(sums, parts * count * stride);
            greatest = FoldedTables.atLeast(greatest, parts * count);
            totals = totals.length < parts * count ? new double[parts * count] : totals;
            team.run(parts, this);
            combination.parts = Split.parts(count, (long) parts * count * stride);
            team.run(combination.parts, combination);
        }
        memory = SimdKeyValueMemory.EMPTY;
    }

    @Override
    public void run(int part, int worker) {
        int q0 = part * count;
        Arrays.fill(sums, q0 * stride, (q0 + count) * stride, 0);
        Arrays.fill(greatest, q0, q0 + count, Float.NEGATIVE_INFINITY);
        Arrays.fill(totals, q0, q0 + count, 0);
        Scratch scratch = scratch(worker);
        int end = Split.first(memory.blocks(), part + 1, parts);
        for (int block = Split.first(memory.blocks(), part, parts); block < end; block++) {
            block(block, q0, scratch);
        }
    }

    private Scratch scratch(int worker) {
        Scratch scratch = scratches[worker];
        if (scratch == null) {
            scratch = new Scratch();
            scratches[worker] = scratch;
        }
        scratch.room = FoldedTables.atLeast(scratch.room, memory.room());
        return scratch;
    }

    private void block(int block, int q0, Scratch scratch) {
        int slots = memory.count(block);
        int pitch = SimdKeyValueMemory.BLOCK;
        float[] scores = scratch.scores;
        float[] keys = memory.keys(block, scratch.room);
        memory.score(queries, firstQuery * stride, stride, count, keys, slots, scores, scratch.tile);
        for (int q = 0; q < count; q++) {
            exponentials(scores, q * pitch, slots, q0 + q, scratch.tail);
        }
        float[] values = memory.values(block, scratch.room);
        int d = memory.dimension();
        Tile.multiply(scores, 0, pitch, count, slots, values, 0, d, sums, q0 * stride, stride, true, scratch.tile);
    }

    /** Scores to exponentials under the greatest score so far, with all sums of the query {@code q}. */
    private void exponentials(float[] scores, int first, int slots, int q, float[] tail) {
        float before = greatest[q];
        float max = Softmax.max(scores, first, first + slots, before);
        if (max == Float.NEGATIVE_INFINITY) {
            // Nothing has had any weight so far, and exp(-infinity - -infinity) is not 0.
            Arrays.fill(scores, first, first + slots, 0);
            return;
        }
        if (max != before) {
            float factor = (float) Math.exp(before - max);
            greatest[q] = max;
            totals[q] *= factor;
            Rows.scale(factor, sums, q * stride, stride);
        }
        totals[q] += Exponential.shifted(scores, first, slots, max, scores, first, tail);
    }

    /** The sums of all parts to results. Parts: queries. */
    private final class Combination implements Parts {
        private int parts;

        @Override
        public void run(int part, int worker) {
            int end = Split.first(count, part + 1, parts);
            for (int q = Split.first(count, part, parts); q < end; q++) {
                combine(q);
            }
        }

        private void combine(int q) {
            float max = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < Attend.this.parts; i++) {
                max = Math.max(max, greatest[i * count + q]);
            }
            int y0 = (firstQuery + q) * stride;
            Arrays.fill(result, y0, y0 + stride, 0);
            double total = 0;
            for (int i = 0; i < Attend.this.parts && max != Float.NEGATIVE_INFINITY; i++) {
                float factor = (float) Math.exp(greatest[i * count + q] - max);
                total += factor * totals[i * count + q];
                Rows.add(factor, sums, (i * count + q) * stride, result, y0, stride);
            }
            logSums[firstQuery + q] = (float) (max + Math.log(total));
            if (total != 0) {
                Rows.scale((float) (1 / total), result, y0, stride);
            }
        }
    }
}
