package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.INTS;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@code e^x} for x up to 88, as a softmax needs it: 0 below -87.3, where floats end, and for minus infinity; NaN stays
 * NaN. The largest error is below 1.5 units in the last place ({@code ExponentialTest}).
 *
 * <p>{@code e^x = 2^n e^r} with n the nearest whole number to x / ln 2 and |r| at most ln 2 / 2, where a polynomial
 * of degree 6, fitted to the least relative error, is as good as a float.
 */
final class Exponential {
    private static final float LEAST = -87.33654f;
    private static final float LOG2_E = 1.442695f;

    /** ln 2 in two floats; the product of the first with a small whole number is exact. */
    private static final float LN2_HIGH = 0.6933594f;

    private static final float LN2_LOW = -0.00021219444f;

    /** Adding it leaves no bits for a fraction: the sum's last bits are the nearest whole number. */
    private static final float ROUND = 12582912f;

    private static final int EXPONENT_OF_ONE = 127 << 23;

    private Exponential() {}

    /**
     * {@code e_i = exp(z_i - shift)}; gives their sum. What is not a whole vector at the end is computed in one of its own.
     *
     * @param z from {@code z0} on, read
     * @param count how many
     * @param e from {@code e0} on, written; may be z itself
     * @param tail memory for one vector
     */
    static float shifted(float[] z, int z0, int count, float shift, float[] e, int e0, float[] tail) {
        int whole = Lanes.whole(count);
        System.arraycopy(z, z0 + whole, tail, 0, count - whole);
        Arrays.fill(tail, count - whole, COUNT, Float.NEGATIVE_INFINITY);
        FloatVector sum = broadcast(SPECIES, 0);
        for (int i = 0; i < count; i += COUNT) {
            boolean last = i == whole;
            FloatVector x =
                    fromArray(SPECIES, last ? tail : z, last ? 0 : z0 + i).sub(broadcast(SPECIES, shift));
            FloatVector rounded = x.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
            FloatVector n = rounded.sub(broadcast(SPECIES, ROUND));
            FloatVector r = n.fma(broadcast(SPECIES, -LN2_HIGH), x);
            r = n.fma(broadcast(SPECIES, -LN2_LOW), r);
            FloatVector p = broadcast(SPECIES, 0.0013814599f).fma(r, broadcast(SPECIES, 0.008368717f));
            p = p.fma(r, broadcast(SPECIES, 0.04166839f));
            p = p.fma(r, broadcast(SPECIES, 0.16666521f));
            p = p.fma(r, broadcast(SPECIES, 0.49999994f));
            p = p.fma(r, broadcast(SPECIES, 1));
            p = p.fma(r, broadcast(SPECIES, 1));
            IntVector exponent = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .add(IntVector.broadcast(INTS, EXPONENT_OF_ONE));
            FloatVector power = p.mul(exponent.reinterpretAsFloats())
                    .blend(broadcast(SPECIES, 0), x.compare(VectorOperators.LT, broadcast(SPECIES, LEAST)));
            power.intoArray(last ? tail : e, last ? 0 : e0 + i);
            sum = sum.add(power);
        }
        float total = Lanes.sum(sum);
        System.arraycopy(tail, 0, e, e0 + whole, count - whole);
        return total;
    }
}
