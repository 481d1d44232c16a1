package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Arithmetic on rows of whole vectors: {@code count} is a multiple of {@link Lanes#COUNT}. */
final class Rows {
    private Rows() {}

    /** {@code x . y}. */
    static float innerProduct(float[] x, int x0, float[] y, int y0, int count) {
        FloatVector sum = broadcast(SPECIES, 0);
        for (int k = 0; k < count; k += COUNT) {
            sum = fromArray(SPECIES, x, x0 + k).fma(fromArray(SPECIES, y, y0 + k), sum);
        }
        return Lanes.sum(sum);
    }

    /** {@code y += a x}. */
    static void add(float a, float[] x, int x0, float[] y, int y0, int count) {
        FloatVector factor = broadcast(SPECIES, a);
        for (int k = 0; k < count; k += COUNT) {
            fromArray(SPECIES, x, x0 + k)
                    .fma(factor, fromArray(SPECIES, y, y0 + k))
                    .intoArray(y, y0 + k);
        }
    }

    /** {@code y += x}. */
    static void add(float[] x, int x0, float[] y, int y0, int count) {
        for (int k = 0; k < count; k += COUNT) {
            fromArray(SPECIES, x, x0 + k).add(fromArray(SPECIES, y, y0 + k)).intoArray(y, y0 + k);
        }
    }

    /** {@code z = x + y}. */
    static void setSum(float[] x, int x0, float[] y, int y0, float[] z, int z0, int count) {
        for (int k = 0; k < count; k += COUNT) {
            fromArray(SPECIES, x, x0 + k).add(fromArray(SPECIES, y, y0 + k)).intoArray(z, z0 + k);
        }
    }

    /** {@code y = sum_i a_i x_i}: a {@code [terms]} from {@code a0} on, x {@code [terms, count]} from {@code x0} on. */
    static void setCombination(float[] a, int a0, int terms, float[] x, int x0, float[] y, int y0, int count) {
        Arrays.fill(y, y0, y0 + count, 0);
        int i = 0;
        for (; i + 3 <= terms; i += 3) {
            addThree(a, a0 + i, x, x0 + i * count, y, y0, count);
        }
        for (; i < terms; i++) {
            add(a[a0 + i], x, x0 + i * count, y, y0, count);
        }
    }

    private static void addThree(float[] a, int a0, float[] x, int x0, float[] y, int y0, int count) {
        FloatVector first = broadcast(SPECIES, a[a0]);
        FloatVector second = broadcast(SPECIES, a[a0 + 1]);
        FloatVector third = broadcast(SPECIES, a[a0 + 2]);
        for (int k = 0; k < count; k += COUNT) {
            FloatVector sum = fromArray(SPECIES, x, x0 + k).fma(first, fromArray(SPECIES, y, y0 + k));
            sum = fromArray(SPECIES, x, x0 + count + k).fma(second, sum);
            fromArray(SPECIES, x, x0 + 2 * count + k).fma(third, sum).intoArray(y, y0 + k);
        }
    }

    /** {@code y *= a}. */
    static void scale(float a, float[] y, int y0, int count) {
        for (int k = 0; k < count; k += COUNT) {
            fromArray(SPECIES, y, y0 + k).mul(broadcast(SPECIES, a)).intoArray(y, y0 + k);
        }
    }

    /** {@code y = w x}, by component. */
    static void setProduct(float[] w, int w0, float[] x, int x0, float[] y, int y0, int count) {
        for (int k = 0; k < count; k += COUNT) {
            fromArray(SPECIES, w, w0 + k).mul(fromArray(SPECIES, x, x0 + k)).intoArray(y, y0 + k);
        }
    }

    /** {@code y += w x}, by component. */
    static void addProduct(float[] w, int w0, float[] x, int x0, float[] y, int y0, int count) {
        for (int k = 0; k < count; k += COUNT) {
            fromArray(SPECIES, w, w0 + k)
                    .fma(fromArray(SPECIES, x, x0 + k), fromArray(SPECIES, y, y0 + k))
                    .intoArray(y, y0 + k);
        }
    }
}
