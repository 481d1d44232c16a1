package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The softmax of a run of floats, in place, and its gradient. What is not a whole vector at the end of a run is
 * treated float by float, or in a vector of its own: what follows belongs to others.
 */
final class Softmax {
    private Softmax() {}

    /**
     * {@code p_i = exp(s_i) / sum_j exp(s_j)} over {@code first .. end}, besides so many empty slots with score 0.
     *
     * @param p [S] scores, overwritten with the weights
     * @param tail memory for one vector
     */
    static void forward(float[] p, int first, int end, int empty, float[] tail) {
        int whole = first + Lanes.whole(end - first);
        float max = max(p, first, end, empty > 0 ? 0 : Float.NEGATIVE_INFINITY);
        float sum = Exponential.shifted(p, first, end - first, max, p, first, tail);
        // Without empty slots the maximum may be far below 0, and exp(-max) infinite.
        double emptySum = empty > 0 ? empty * Math.exp(-max) : 0;
        float factor = (float) (1 / (emptySum + sum));
        for (int i = first; i < whole; i += COUNT) {
            fromArray(SPECIES, p, i).mul(broadcast(SPECIES, factor)).intoArray(p, i);
        }
        for (int i = whole; i < end; i++) {
            p[i] *= factor;
        }
    }

    /** The greatest from {@code first} to {@code end}, at least {@code least}; NaN when there is one. */
    static float max(float[] z, int first, int end, float least) {
        int whole = first + Lanes.whole(end - first);
        FloatVector maxima = broadcast(SPECIES, least);
        for (int i = first; i < whole; i += COUNT) {
            maxima = maxima.max(fromArray(SPECIES, z, i));
        }
        float max = maxima.reduceLanes(VectorOperators.MAX);
        for (int i = whole; i < end; i++) {
            max = Math.max(max, z[i]);
        }
        return max;
    }

    /** {@code ds_i = p_i (dp_i - sum_j p_j dp_j)}, in place: p [S] read, ds [S] dp overwritten. */
    static void gradient(float[] p, float[] ds, int first, int end) {
        int whole = first + Lanes.whole(end - first);
        FloatVector sum = broadcast(SPECIES, 0);
        for (int i = first; i < whole; i += COUNT) {
            sum = fromArray(SPECIES, p, i).fma(fromArray(SPECIES, ds, i), sum);
        }
        float mean = Lanes.sum(sum);
        for (int i = whole; i < end; i++) {
            mean += p[i] * ds[i];
        }
        for (int i = first; i < whole; i += COUNT) {
            fromArray(SPECIES, p, i)
                    .mul(fromArray(SPECIES, ds, i).sub(broadcast(SPECIES, mean)))
                    .intoArray(ds, i);
        }
        for (int i = whole; i < end; i++) {
            ds[i] = p[i] * (ds[i] - mean);
        }
    }
}
