package org.memn2n.ops.simd;

import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.all;
import static org.memn2n.ops.simd.Lanes.load;
import static org.memn2n.ops.simd.Lanes.loadFirst;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The softmax of a run of floats, in place, and its gradient. What is not a whole vector at the end of a run is read as
 * one, in which the surplus lanes do not count, and written back float by float: what follows belongs to others.
 */
final class Softmax {
    private Softmax() {}

    /**
     * {@code p_i = exp(s_i) / sum_j exp(s_j)} over {@code first .. end}, besides so many empty slots with score 0.
     *
     * @param p [S] scores, overwritten with the weights; a whole vector can be read at {@code end}
     * @param tail memory for one vector
     */
    static void forward(float[] p, int first, int end, int empty, float[] tail) {
        float max = max(p, first, end, empty > 0 ? 0 : Float.NEGATIVE_INFINITY);
        // Without empty slots the maximum may be far below 0, and exp(-max) infinite.
        double emptySum = empty > 0 ? empty * Math.exp(-max) : 0;
        float sum = exponentials(p, first, end, max, tail);
        scale(p, first, end, (float) (1 / (emptySum + sum)));
    }

    /** The greatest, or NaN when there is one. */
    static float max(float[] z, int first, int end, float least) {
        int whole = first + Lanes.whole(end - first);
        FloatVector max = all(least);
        for (int i = first; i < whole; i += COUNT) {
            max = max.max(load(z, i));
        }
        if (whole < end) {
            max = max.max(loadFirst(z, whole, end - whole, Float.NEGATIVE_INFINITY));
        }
        return max.reduceLanes(VectorOperators.MAX);
    }

    /** {@code z_i = exp(z_i - max)}; gives their sum. */
    static float exponentials(float[] z, int first, int end, float max, float[] tail) {
        int whole = first + Lanes.whole(end - first);
        FloatVector sum = all(0);
        for (int i = first; i < whole; i += COUNT) {
            FloatVector e = Exponential.of(load(z, i).sub(max));
            e.intoArray(z, i);
            sum = sum.add(e);
        }
        if (whole < end) {
            FloatVector e = Exponential.of(
                    loadFirst(z, whole, end - whole, Float.NEGATIVE_INFINITY).sub(max));
            e.intoArray(tail, 0);
            System.arraycopy(tail, 0, z, whole, end - whole);
            sum = sum.add(e);
        }
        return Lanes.sum(sum);
    }

    private static void scale(float[] p, int first, int end, float factor) {
        int whole = first + Lanes.whole(end - first);
        for (int i = first; i < whole; i += COUNT) {
            load(p, i).mul(factor).intoArray(p, i);
        }
        for (int i = whole; i < end; i++) {
            p[i] *= factor;
        }
    }

    /** {@code ds_i = p_i (dp_i - sum_j p_j dp_j)}, in place: p [S] read, ds [S] dp overwritten. */
    static void gradient(float[] p, float[] ds, int first, int end) {
        int whole = first + Lanes.whole(end - first);
        FloatVector sum = all(0);
        for (int i = first; i < whole; i += COUNT) {
            sum = load(p, i).fma(load(ds, i), sum);
        }
        float mean = Lanes.sum(sum);
        for (int i = whole; i < end; i++) {
            mean += p[i] * ds[i];
        }
        for (int i = first; i < whole; i += COUNT) {
            load(p, i).mul(load(ds, i).sub(mean)).intoArray(ds, i);
        }
        for (int i = whole; i < end; i++) {
            ds[i] = p[i] * (ds[i] - mean);
        }
    }
}
