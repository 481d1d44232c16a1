package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * What is computed between one vector and the vectors of so many memory slots, which begin {@code pitch} floats apart.
 * Vectors are whole vectors long, {@code stride} floats, as {@link SimdTensor} keeps them.
 */
final class Slots {
    private Slots() {}

    /**
     * {@code s_i = u . m_i}: u from {@code u0} on, m from {@code m0} on, s from {@code s0} on, written.
     *
     * <p>Four slots at once, at the end the last one instead of those that there are not: with code of its own for fewer, the
     * method had more sums of sixteen lanes than the compiler inlines, and vectors went by way of the heap.
     */
    static void innerProducts(
            float[] u, int u0, float[] m, int m0, int pitch, int count, int stride, float[] s, int s0) {
        int last = m0 + (count - 1) * pitch;
        int row0 = m0;
        for (int i = 0; i < count; i += 4, row0 += 4 * pitch) {
            int row1 = Math.min(row0 + pitch, last);
            int row2 = Math.min(row0 + 2 * pitch, last);
            int row3 = Math.min(row0 + 3 * pitch, last);
            FloatVector sum0 = broadcast(SPECIES, 0);
            FloatVector sum1 = broadcast(SPECIES, 0);
            FloatVector sum2 = broadcast(SPECIES, 0);
            FloatVector sum3 = broadcast(SPECIES, 0);
            for (int k = 0; k < stride; k += COUNT) {
                FloatVector x = fromArray(SPECIES, u, u0 + k);
                sum0 = fromArray(SPECIES, m, row0 + k).fma(x, sum0);
                sum1 = fromArray(SPECIES, m, row1 + k).fma(x, sum1);
                sum2 = fromArray(SPECIES, m, row2 + k).fma(x, sum2);
                sum3 = fromArray(SPECIES, m, row3 + k).fma(x, sum3);
            }
            s[s0 + i] = Lanes.sum(sum0);
            if (i + 1 < count) {
                s[s0 + i + 1] = Lanes.sum(sum1);
            }
            if (i + 2 < count) {
                s[s0 + i + 2] = Lanes.sum(sum2);
            }
            if (i + 3 < count) {
                s[s0 + i + 3] = Lanes.sum(sum3);
            }
        }
    }

    /** {@code o += sum_i p_i c_i}: p from {@code p0} on, c from {@code c0} on, o from {@code o0} on. */
    static void addWeighted(float[] p, int p0, float[] c, int c0, int pitch, int count, int stride, float[] o, int o0) {
        int k = 0;
        for (; k + 8 * COUNT <= stride; k += 8 * COUNT) {
            addWeightedWide(p, p0, c, c0 + k, pitch, count, o, o0 + k);
        }
        for (; k + 4 * COUNT <= stride; k += 4 * COUNT) {
            FloatVector sum0 = fromArray(SPECIES, o, o0 + k);
            FloatVector sum1 = fromArray(SPECIES, o, o0 + k + COUNT);
            FloatVector sum2 = fromArray(SPECIES, o, o0 + k + 2 * COUNT);
            FloatVector sum3 = fromArray(SPECIES, o, o0 + k + 3 * COUNT);
            int row = c0 + k;
            for (int i = 0; i < count; i++, row += pitch) {
                FloatVector weight = broadcast(SPECIES, p[p0 + i]);
                sum0 = fromArray(SPECIES, c, row).fma(weight, sum0);
                sum1 = fromArray(SPECIES, c, row + COUNT).fma(weight, sum1);
                sum2 = fromArray(SPECIES, c, row + 2 * COUNT).fma(weight, sum2);
                sum3 = fromArray(SPECIES, c, row + 3 * COUNT).fma(weight, sum3);
            }
            sum0.intoArray(o, o0 + k);
            sum1.intoArray(o, o0 + k + COUNT);
            sum2.intoArray(o, o0 + k + 2 * COUNT);
            sum3.intoArray(o, o0 + k + 3 * COUNT);
        }
        for (; k + 3 * COUNT <= stride; k += 3 * COUNT) {
            FloatVector sum0 = fromArray(SPECIES, o, o0 + k);
            FloatVector sum1 = fromArray(SPECIES, o, o0 + k + COUNT);
            FloatVector sum2 = fromArray(SPECIES, o, o0 + k + 2 * COUNT);
            int row = c0 + k;
            for (int i = 0; i < count; i++, row += pitch) {
                FloatVector weight = broadcast(SPECIES, p[p0 + i]);
                sum0 = fromArray(SPECIES, c, row).fma(weight, sum0);
                sum1 = fromArray(SPECIES, c, row + COUNT).fma(weight, sum1);
                sum2 = fromArray(SPECIES, c, row + 2 * COUNT).fma(weight, sum2);
            }
            sum0.intoArray(o, o0 + k);
            sum1.intoArray(o, o0 + k + COUNT);
            sum2.intoArray(o, o0 + k + 2 * COUNT);
        }
        for (; k < stride; k += COUNT) {
            FloatVector sum = fromArray(SPECIES, o, o0 + k);
            int row = c0 + k;
            for (int i = 0; i < count; i++, row += pitch) {
                sum = fromArray(SPECIES, c, row).fma(broadcast(SPECIES, p[p0 + i]), sum);
            }
            sum.intoArray(o, o0 + k);
        }
    }

    /** Eight vectors of it: c from {@code c0} on. */
    private static void addWeightedWide(float[] p, int p0, float[] c, int c0, int pitch, int count, float[] o, int o0) {
        FloatVector sum0 = fromArray(SPECIES, o, o0);
        FloatVector sum1 = fromArray(SPECIES, o, o0 + COUNT);
        FloatVector sum2 = fromArray(SPECIES, o, o0 + 2 * COUNT);
        FloatVector sum3 = fromArray(SPECIES, o, o0 + 3 * COUNT);
        FloatVector sum4 = fromArray(SPECIES, o, o0 + 4 * COUNT);
        FloatVector sum5 = fromArray(SPECIES, o, o0 + 5 * COUNT);
        FloatVector sum6 = fromArray(SPECIES, o, o0 + 6 * COUNT);
        FloatVector sum7 = fromArray(SPECIES, o, o0 + 7 * COUNT);
        int row = c0;
        for (int i = 0; i < count; i++, row += pitch) {
            FloatVector weight = broadcast(SPECIES, p[p0 + i]);
            sum0 = fromArray(SPECIES, c, row).fma(weight, sum0);
            sum1 = fromArray(SPECIES, c, row + COUNT).fma(weight, sum1);
            sum2 = fromArray(SPECIES, c, row + 2 * COUNT).fma(weight, sum2);
            sum3 = fromArray(SPECIES, c, row + 3 * COUNT).fma(weight, sum3);
            sum4 = fromArray(SPECIES, c, row + 4 * COUNT).fma(weight, sum4);
            sum5 = fromArray(SPECIES, c, row + 5 * COUNT).fma(weight, sum5);
            sum6 = fromArray(SPECIES, c, row + 6 * COUNT).fma(weight, sum6);
            sum7 = fromArray(SPECIES, c, row + 7 * COUNT).fma(weight, sum7);
        }
        sum0.intoArray(o, o0);
        sum1.intoArray(o, o0 + COUNT);
        sum2.intoArray(o, o0 + 2 * COUNT);
        sum3.intoArray(o, o0 + 3 * COUNT);
        sum4.intoArray(o, o0 + 4 * COUNT);
        sum5.intoArray(o, o0 + 5 * COUNT);
        sum6.intoArray(o, o0 + 6 * COUNT);
        sum7.intoArray(o, o0 + 7 * COUNT);
    }

    /** {@code m_i += a_i u}: a from {@code a0} on, u from {@code u0} on, m from {@code m0} on. */
    static void addOuter(float[] a, int a0, float[] u, int u0, float[] m, int m0, int pitch, int count, int stride) {
        for (int i = 0; i < count; i++) {
            Rows.add(a[a0 + i], u, u0, m, m0 + i * pitch, stride);
        }
    }

    /** {@code m_i = a_i u}: as {@link #addOuter}, but m is written. */
    static void setOuter(float[] a, int a0, float[] u, int u0, float[] m, int m0, int pitch, int count, int stride) {
        for (int i = 0; i < count; i++) {
            FloatVector factor = broadcast(SPECIES, a[a0 + i]);
            int row = m0 + i * pitch;
            for (int k = 0; k < stride; k += COUNT) {
                fromArray(SPECIES, u, u0 + k).mul(factor).intoArray(m, row + k);
            }
        }
    }
}
