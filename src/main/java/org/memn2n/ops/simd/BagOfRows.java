package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of sentence encoding on folded tables: {@code v = v0 + sum_j l_j * rows[x_j]} and its gradient
 * {@code rows[x_j] += l_j * g}, by component. Twelve vectors of a row at a time, which stay in registers while the
 * words pass, then four, then one.
 */
final class BagOfRows {
    private static final int WIDE = 12 * COUNT;
    private static final int NARROW = 4 * COUNT;

    private BagOfRows() {}

    /**
     * Encodes one sentence.
     *
     * @param x word ids, those from {@code first} to {@code end} are the sentence's
     * @param weights [words, width] the weights l of the first, second, ... word
     * @param rows [V, width] read
     * @param start the row {@code v0} to begin with, from {@code s0} on
     * @param v [width] from {@code at} on, written
     */
    static void sum(
            int[] x,
            int first,
            int end,
            float[] weights,
            float[] rows,
            int width,
            float[] start,
            int s0,
            float[] v,
            int at) {
        int k = 0;
        for (; k + WIDE <= width; k += WIDE) {
            sumWide(x, first, end, weights, rows, width, k, start, s0 + k, v, at + k);
        }
        for (; k + NARROW <= width; k += NARROW) {
            sumNarrow(x, first, end, weights, rows, width, k, start, s0 + k, v, at + k);
        }
        for (; k < width; k += COUNT) {
            FloatVector sum = fromArray(SPECIES, start, s0 + k);
            int weight = k;
            for (int j = first; j < end; j++, weight += width) {
                sum = fromArray(SPECIES, rows, x[j] * width + k).fma(fromArray(SPECIES, weights, weight), sum);
            }
            sum.intoArray(v, at + k);
        }
    }

    /** As {@link #sum}, when all words weigh 1. */
    static void sumPlain(
            int[] x, int first, int end, float[] rows, int width, float[] start, int s0, float[] v, int at) {
        if (end - first == 1) {
            Rows.setSum(start, s0, rows, x[first] * width, v, at, width);
            return;
        }
        int k = 0;
        for (; k + NARROW <= width; k += NARROW) {
            FloatVector sum0 = fromArray(SPECIES, start, s0 + k);
            FloatVector sum1 = fromArray(SPECIES, start, s0 + k + COUNT);
            FloatVector sum2 = fromArray(SPECIES, start, s0 + k + 2 * COUNT);
            FloatVector sum3 = fromArray(SPECIES, start, s0 + k + 3 * COUNT);
            for (int j = first; j < end; j++) {
                int row = x[j] * width + k;
                sum0 = sum0.add(fromArray(SPECIES, rows, row));
                sum1 = sum1.add(fromArray(SPECIES, rows, row + COUNT));
                sum2 = sum2.add(fromArray(SPECIES, rows, row + 2 * COUNT));
                sum3 = sum3.add(fromArray(SPECIES, rows, row + 3 * COUNT));
            }
            sum0.intoArray(v, at + k);
            sum1.intoArray(v, at + k + COUNT);
            sum2.intoArray(v, at + k + 2 * COUNT);
            sum3.intoArray(v, at + k + 3 * COUNT);
        }
        for (; k < width; k += COUNT) {
            FloatVector sum = fromArray(SPECIES, start, s0 + k);
            for (int j = first; j < end; j++) {
                sum = sum.add(fromArray(SPECIES, rows, x[j] * width + k));
            }
            sum.intoArray(v, at + k);
        }
    }

    private static void sumWide(
            int[] x,
            int first,
            int end,
            float[] weights,
            float[] rows,
            int width,
            int k,
            float[] start,
            int s0,
            float[] v,
            int at) {
        FloatVector sum0 = fromArray(SPECIES, start, s0);
        FloatVector sum1 = fromArray(SPECIES, start, s0 + COUNT);
        FloatVector sum2 = fromArray(SPECIES, start, s0 + 2 * COUNT);
        FloatVector sum3 = fromArray(SPECIES, start, s0 + 3 * COUNT);
        FloatVector sum4 = fromArray(SPECIES, start, s0 + 4 * COUNT);
        FloatVector sum5 = fromArray(SPECIES, start, s0 + 5 * COUNT);
        FloatVector sum6 = fromArray(SPECIES, start, s0 + 6 * COUNT);
        FloatVector sum7 = fromArray(SPECIES, start, s0 + 7 * COUNT);
        FloatVector sum8 = fromArray(SPECIES, start, s0 + 8 * COUNT);
        FloatVector sum9 = fromArray(SPECIES, start, s0 + 9 * COUNT);
        FloatVector sum10 = fromArray(SPECIES, start, s0 + 10 * COUNT);
        FloatVector sum11 = fromArray(SPECIES, start, s0 + 11 * COUNT);
        int w = k;
        for (int j = first; j < end; j++, w += width) {
            int row = x[j] * width + k;
            sum0 = fromArray(SPECIES, rows, row).fma(fromArray(SPECIES, weights, w), sum0);
            sum1 = fromArray(SPECIES, rows, row + COUNT).fma(fromArray(SPECIES, weights, w + COUNT), sum1);
            sum2 = fromArray(SPECIES, rows, row + 2 * COUNT).fma(fromArray(SPECIES, weights, w + 2 * COUNT), sum2);
            sum3 = fromArray(SPECIES, rows, row + 3 * COUNT).fma(fromArray(SPECIES, weights, w + 3 * COUNT), sum3);
            sum4 = fromArray(SPECIES, rows, row + 4 * COUNT).fma(fromArray(SPECIES, weights, w + 4 * COUNT), sum4);
            sum5 = fromArray(SPECIES, rows, row + 5 * COUNT).fma(fromArray(SPECIES, weights, w + 5 * COUNT), sum5);
            sum6 = fromArray(SPECIES, rows, row + 6 * COUNT).fma(fromArray(SPECIES, weights, w + 6 * COUNT), sum6);
            sum7 = fromArray(SPECIES, rows, row + 7 * COUNT).fma(fromArray(SPECIES, weights, w + 7 * COUNT), sum7);
            sum8 = fromArray(SPECIES, rows, row + 8 * COUNT).fma(fromArray(SPECIES, weights, w + 8 * COUNT), sum8);
            sum9 = fromArray(SPECIES, rows, row + 9 * COUNT).fma(fromArray(SPECIES, weights, w + 9 * COUNT), sum9);
            sum10 = fromArray(SPECIES, rows, row + 10 * COUNT).fma(fromArray(SPECIES, weights, w + 10 * COUNT), sum10);
            sum11 = fromArray(SPECIES, rows, row + 11 * COUNT).fma(fromArray(SPECIES, weights, w + 11 * COUNT), sum11);
        }
        sum0.intoArray(v, at);
        sum1.intoArray(v, at + COUNT);
        sum2.intoArray(v, at + 2 * COUNT);
        sum3.intoArray(v, at + 3 * COUNT);
        sum4.intoArray(v, at + 4 * COUNT);
        sum5.intoArray(v, at + 5 * COUNT);
        sum6.intoArray(v, at + 6 * COUNT);
        sum7.intoArray(v, at + 7 * COUNT);
        sum8.intoArray(v, at + 8 * COUNT);
        sum9.intoArray(v, at + 9 * COUNT);
        sum10.intoArray(v, at + 10 * COUNT);
        sum11.intoArray(v, at + 11 * COUNT);
    }

    private static void sumNarrow(
            int[] x,
            int first,
            int end,
            float[] weights,
            float[] rows,
            int width,
            int k,
            float[] start,
            int s0,
            float[] v,
            int at) {
        FloatVector sum0 = fromArray(SPECIES, start, s0);
        FloatVector sum1 = fromArray(SPECIES, start, s0 + COUNT);
        FloatVector sum2 = fromArray(SPECIES, start, s0 + 2 * COUNT);
        FloatVector sum3 = fromArray(SPECIES, start, s0 + 3 * COUNT);
        int w = k;
        for (int j = first; j < end; j++, w += width) {
            int row = x[j] * width + k;
            sum0 = fromArray(SPECIES, rows, row).fma(fromArray(SPECIES, weights, w), sum0);
            sum1 = fromArray(SPECIES, rows, row + COUNT).fma(fromArray(SPECIES, weights, w + COUNT), sum1);
            sum2 = fromArray(SPECIES, rows, row + 2 * COUNT).fma(fromArray(SPECIES, weights, w + 2 * COUNT), sum2);
            sum3 = fromArray(SPECIES, rows, row + 3 * COUNT).fma(fromArray(SPECIES, weights, w + 3 * COUNT), sum3);
        }
        sum0.intoArray(v, at);
        sum1.intoArray(v, at + COUNT);
        sum2.intoArray(v, at + 2 * COUNT);
        sum3.intoArray(v, at + 3 * COUNT);
    }

    /**
     * The gradient of {@link #sum} at the rows.
     *
     * @param g [width] from {@code g0} on, read
     * @param rows [V, width] from {@code r0} on, added to
     */
    static void scatter(
            int[] x, int first, int end, float[] weights, float[] g, int g0, float[] rows, int r0, int width) {
        int w = 0;
        for (int j = first; j < end; j++, w += width) {
            int row = r0 + x[j] * width;
            int k = 0;
            for (; k + NARROW <= width; k += NARROW) {
                FloatVector sum0 = fromArray(SPECIES, weights, w + k)
                        .fma(fromArray(SPECIES, g, g0 + k), fromArray(SPECIES, rows, row + k));
                FloatVector sum1 = fromArray(SPECIES, weights, w + k + COUNT)
                        .fma(fromArray(SPECIES, g, g0 + k + COUNT), fromArray(SPECIES, rows, row + k + COUNT));
                FloatVector sum2 = fromArray(SPECIES, weights, w + k + 2 * COUNT)
                        .fma(fromArray(SPECIES, g, g0 + k + 2 * COUNT), fromArray(SPECIES, rows, row + k + 2 * COUNT));
                FloatVector sum3 = fromArray(SPECIES, weights, w + k + 3 * COUNT)
                        .fma(fromArray(SPECIES, g, g0 + k + 3 * COUNT), fromArray(SPECIES, rows, row + k + 3 * COUNT));
                sum0.intoArray(rows, row + k);
                sum1.intoArray(rows, row + k + COUNT);
                sum2.intoArray(rows, row + k + 2 * COUNT);
                sum3.intoArray(rows, row + k + 3 * COUNT);
            }
            for (; k < width; k += COUNT) {
                fromArray(SPECIES, weights, w + k)
                        .fma(fromArray(SPECIES, g, g0 + k), fromArray(SPECIES, rows, row + k))
                        .intoArray(rows, row + k);
            }
        }
    }
}
