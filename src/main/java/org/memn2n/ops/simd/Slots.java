package org.memn2n.ops.simd;

import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.all;
import static org.memn2n.ops.simd.Lanes.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What is computed between one vector and the vectors of one story's memory slots, {@code first .. end}. Rows are whole
 * vectors long, {@code stride} floats, as {@link SimdTensor} keeps them.
 */
final class Slots {
    private Slots() {}

    /** {@code s_i = u . m_i}: u [d] from {@code u0} on, m [S, d], s [S] written. */
    static void innerProducts(float[] u, int u0, float[] m, int first, int end, int stride, float[] s) {
        int i = first;
        for (; i + 4 <= end; i += 4) {
            int row = i * stride;
            FloatVector sum0 = all(0);
            FloatVector sum1 = all(0);
            FloatVector sum2 = all(0);
            FloatVector sum3 = all(0);
            for (int k = 0; k < stride; k += COUNT) {
                FloatVector x = load(u, u0 + k);
                sum0 = load(m, row + k).fma(x, sum0);
                sum1 = load(m, row + stride + k).fma(x, sum1);
                sum2 = load(m, row + 2 * stride + k).fma(x, sum2);
                sum3 = load(m, row + 3 * stride + k).fma(x, sum3);
            }
            s[i] = sum0.reduceLanes(VectorOperators.ADD);
            s[i + 1] = sum1.reduceLanes(VectorOperators.ADD);
            s[i + 2] = sum2.reduceLanes(VectorOperators.ADD);
            s[i + 3] = sum3.reduceLanes(VectorOperators.ADD);
        }
        for (; i < end; i++) {
            s[i] = Rows.innerProduct(u, u0, m, i * stride, stride);
        }
    }

    /** {@code o += sum_i p_i c_i}: p [S], c [S, d], o [d] from {@code o0} on. */
    static void addWeighted(float[] p, float[] c, int first, int end, int stride, float[] o, int o0) {
        int k = 0;
        for (; k + 4 * COUNT <= stride; k += 4 * COUNT) {
            FloatVector sum0 = load(o, o0 + k);
            FloatVector sum1 = load(o, o0 + k + COUNT);
            FloatVector sum2 = load(o, o0 + k + 2 * COUNT);
            FloatVector sum3 = load(o, o0 + k + 3 * COUNT);
            for (int i = first; i < end; i++) {
                FloatVector weight = all(p[i]);
                int row = i * stride + k;
                sum0 = load(c, row).fma(weight, sum0);
                sum1 = load(c, row + COUNT).fma(weight, sum1);
                sum2 = load(c, row + 2 * COUNT).fma(weight, sum2);
                sum3 = load(c, row + 3 * COUNT).fma(weight, sum3);
            }
            sum0.intoArray(o, o0 + k);
            sum1.intoArray(o, o0 + k + COUNT);
            sum2.intoArray(o, o0 + k + 2 * COUNT);
            sum3.intoArray(o, o0 + k + 3 * COUNT);
        }
        for (; k < stride; k += COUNT) {
            FloatVector sum = load(o, o0 + k);
            for (int i = first; i < end; i++) {
                sum = load(c, i * stride + k).fma(all(p[i]), sum);
            }
            sum.intoArray(o, o0 + k);
        }
    }

    /** {@code m_i += a_i u}: a [S], u [d] from {@code u0} on, m [S, d]. */
    static void addOuter(float[] a, float[] u, int u0, int first, int end, int stride, float[] m) {
        for (int i = first; i < end; i++) {
            Rows.add(a[i], u, u0, m, i * stride, stride);
        }
    }
}
