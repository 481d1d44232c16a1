package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * Softmax, loss and gradient at the logits: {@code loss = -log softmax(z)[target]}, summed over the batch in the order
 * of the stories. Parts: stories.
 */
final class CrossEntropy implements Parts {
    /** What an exponential costs, in float operations. */
    private static final int COST = 8;

    private final Team team;

    /** For each worker a row of exponentials that nobody asked for. */
    private final float[][] rows;

    private final float[][] tails;

    private int[] targets = {};
    private float[] z = {}; // [B, C]
    private float @Nullable [] dz; // [B, C]
    private double[] losses = {}; // [B]
    private boolean[] wrong = {}; // [B]
    private int classes;
    private int stride;
    private int parts;

    CrossEntropy(Team team) {
        this.team = team;
        rows = new float[team.workers()][0];
        tails = Lanes.ofWorkers(team.workers());
    }

    void forward(SimdBatch batch, SimdTensor logits, @Nullable SimdTensor gradient, SimdTally tally) {
        targets = batch.targets();
        z = logits.values();
        dz = gradient == null ? null : gradient.values();
        classes = logits.columns();
        stride = logits.stride();
        int stories = targets.length;
        if (losses.length < stories) {
            losses = new double[stories];
            wrong = new boolean[stories];
        }
        parts = Split.parts(stories, (long) COST * stories * classes);
        team.run(parts, this);
        for (int b = 0; b < stories; b++) {
            tally.examples++;
            tally.wrong += wrong[b] ? 1 : 0;
            if (targets[b] >= 0) {
                tally.loss += losses[b];
                tally.lossFault |= !Double.isFinite(losses[b]);
            }
        }
    }

    @Override
    public void run(int part, int worker) {
        int end = Split.first(targets.length, part + 1, parts);
        for (int b = Split.first(targets.length, part, parts); b < end; b++) {
            story(b, worker);
        }
    }

    private void story(int b, int worker) {
        int row = b * stride;
        int target = targets[b];
        float max = Softmax.max(z, row, row + classes, Float.NEGATIVE_INFINITY);
        wrong[b] = target < 0 || !isFirstOf(max, row, target);
        if (target < 0) {
            if (dz != null) {
                Arrays.fill(dz, row, row + classes, 0);
            }
            return;
        }
        float[] e = dz == null ? scratch(worker) : dz;
        int e0 = dz == null ? 0 : row;
        float sum = Exponential.shifted(z, row, classes, max, e, e0, tails[worker]);
        losses[b] = max + Math.log(sum) - z[row + target];
        if (dz != null) {
            Rows.scale(1 / sum, dz, row, stride);
            dz[row + target] -= 1;
        }
    }

    private float[] scratch(int worker) {
        if (rows[worker].length < stride) {
            rows[worker] = new float[stride];
        }
        return rows[worker];
    }

    /** Whether the target's logit is the maximum, and none before it is. False when one is not a number. */
    private boolean isFirstOf(float max, int row, int target) {
        if (z[row + target] != max) {
            return false;
        }
        int c = 0;
        for (; c + COUNT <= target; c += COUNT) {
            if (fromArray(SPECIES, z, row + c)
                    .compare(VectorOperators.EQ, broadcast(SPECIES, max))
                    .anyTrue()) {
                return false;
            }
        }
        while (z[row + c] != max) {
            c++;
        }
        return c == target;
    }

    /** The softmax of each row. Parts: rows. */
    static final class Distribution implements Parts {
        private final Team team;
        private final float[][] tails;
        private float[] z = {}; // [B, C]
        private float[] p = {}; // [B, C]
        private int count;
        private int classes;
        private int stride;
        private int parts;

        Distribution(Team team) {
            this.team = team;
            tails = Lanes.ofWorkers(team.workers());
        }

        void forward(SimdTensor logits, SimdTensor probabilities) {
            z = logits.values();
            p = probabilities.values();
            count = logits.rows();
            classes = logits.columns();
            stride = logits.stride();
            parts = Split.parts(count, (long) COST * count * classes);
            team.run(parts, this);
        }

        @Override
        public void run(int part, int worker) {
            int end = Split.first(count, part + 1, parts);
            for (int b = Split.first(count, part, parts); b < end; b++) {
                int row = b * stride;
                float max = Softmax.max(z, row, row + classes, Float.NEGATIVE_INFINITY);
                float sum = Exponential.shifted(z, row, classes, max, p, row, tails[worker]);
                Rows.scale(1 / sum, p, row, stride);
            }
        }
    }
}
