package org.memn2n.ops.simd;

import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.all;
import static org.memn2n.ops.simd.Lanes.load;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost part of all matrix products: four rows times a panel of up to three vectors of columns, in twelve sums
 * that stay in registers. On processors with 16 vector registers three more hold the panel and one a left element.
 *
 * <p>{@code c[r][j] (+)= sum_k left[l_r + k] * panel[k][j]}. Of the four rows only the first {@code rows} are stored;
 * the offsets of the others must lie within the array all the same.
 */
final class Tile {
    /** Rows of a tile. */
    static final int ROWS = 4;

    /** Floats in a row of a panel. */
    static final int COLUMNS = 3 * COUNT;

    private Tile() {}

    /**
     * Any number of rows times a panel: {@code c[r][j] (+)= sum_k left[r][k] * panel[k][j]}.
     *
     * @param left rows of {@code leftStride} floats, the first from {@code l0} on
     * @param count how many k
     * @param columns how many columns of the panel count; whole vectors are stored
     * @param c rows of {@code stride} floats, the first from {@code c0} on; written, or added to
     */
    static void rowsTimesPanel(
            float[] left,
            int l0,
            int leftStride,
            int rows,
            int count,
            float[] panel,
            int columns,
            float[] c,
            int c0,
            int stride,
            boolean add) {
        int last = l0 + (rows - 1) * leftStride;
        for (int r = 0; r < rows; r += ROWS) {
            int first = l0 + r * leftStride;
            int second = Math.min(first + leftStride, last);
            int third = Math.min(second + leftStride, last);
            int fourth = Math.min(third + leftStride, last);
            int at = c0 + r * stride;
            if (columns > 2 * COUNT) {
                three(left, first, second, third, fourth, count, panel, c, at, stride, rows - r, add);
            } else if (columns > COUNT) {
                two(left, first, second, third, fourth, count, panel, c, at, stride, rows - r, add);
            } else {
                one(left, first, second, third, fourth, count, panel, c, at, stride, rows - r, add);
            }
        }
    }

    static void three(
            float[] left,
            int l0,
            int l1,
            int l2,
            int l3,
            int count,
            float[] panel,
            float[] c,
            int c0,
            int stride,
            int rows,
            boolean add) {
        FloatVector s00 = all(0);
        FloatVector s01 = all(0);
        FloatVector s02 = all(0);
        FloatVector s10 = all(0);
        FloatVector s11 = all(0);
        FloatVector s12 = all(0);
        FloatVector s20 = all(0);
        FloatVector s21 = all(0);
        FloatVector s22 = all(0);
        FloatVector s30 = all(0);
        FloatVector s31 = all(0);
        FloatVector s32 = all(0);
        for (int k = 0; k < count; k++) {
            FloatVector p0 = load(panel, k * COLUMNS);
            FloatVector p1 = load(panel, k * COLUMNS + COUNT);
            FloatVector p2 = load(panel, k * COLUMNS + 2 * COUNT);
            FloatVector x = all(left[l0 + k]);
            s00 = p0.fma(x, s00);
            s01 = p1.fma(x, s01);
            s02 = p2.fma(x, s02);
            x = all(left[l1 + k]);
            s10 = p0.fma(x, s10);
            s11 = p1.fma(x, s11);
            s12 = p2.fma(x, s12);
            x = all(left[l2 + k]);
            s20 = p0.fma(x, s20);
            s21 = p1.fma(x, s21);
            s22 = p2.fma(x, s22);
            x = all(left[l3 + k]);
            s30 = p0.fma(x, s30);
            s31 = p1.fma(x, s31);
            s32 = p2.fma(x, s32);
        }
        store(s00, s01, s02, c, c0, add);
        if (rows > 1) {
            store(s10, s11, s12, c, c0 + stride, add);
        }
        if (rows > 2) {
            store(s20, s21, s22, c, c0 + 2 * stride, add);
        }
        if (rows > 3) {
            store(s30, s31, s32, c, c0 + 3 * stride, add);
        }
    }

    private static void store(FloatVector s0, FloatVector s1, FloatVector s2, float[] c, int at, boolean add) {
        store(s0, c, at, add);
        store(s1, c, at + COUNT, add);
        store(s2, c, at + 2 * COUNT, add);
    }

    private static void store(FloatVector sum, float[] c, int at, boolean add) {
        if (add) {
            sum.add(load(c, at)).intoArray(c, at);
        } else {
            sum.intoArray(c, at);
        }
    }

    /** As {@link #three}, for the first vector of the panel only. */
    static void one(
            float[] left,
            int l0,
            int l1,
            int l2,
            int l3,
            int count,
            float[] panel,
            float[] c,
            int c0,
            int stride,
            int rows,
            boolean add) {
        FloatVector s0 = all(0);
        FloatVector s1 = all(0);
        FloatVector s2 = all(0);
        FloatVector s3 = all(0);
        for (int k = 0; k < count; k++) {
            FloatVector p = load(panel, k * COLUMNS);
            s0 = p.fma(all(left[l0 + k]), s0);
            s1 = p.fma(all(left[l1 + k]), s1);
            s2 = p.fma(all(left[l2 + k]), s2);
            s3 = p.fma(all(left[l3 + k]), s3);
        }
        store(s0, c, c0, add);
        if (rows > 1) {
            store(s1, c, c0 + stride, add);
        }
        if (rows > 2) {
            store(s2, c, c0 + 2 * stride, add);
        }
        if (rows > 3) {
            store(s3, c, c0 + 3 * stride, add);
        }
    }

    /** As {@link #three}, for the first two vectors of the panel. */
    static void two(
            float[] left,
            int l0,
            int l1,
            int l2,
            int l3,
            int count,
            float[] panel,
            float[] c,
            int c0,
            int stride,
            int rows,
            boolean add) {
        FloatVector s00 = all(0);
        FloatVector s01 = all(0);
        FloatVector s10 = all(0);
        FloatVector s11 = all(0);
        FloatVector s20 = all(0);
        FloatVector s21 = all(0);
        FloatVector s30 = all(0);
        FloatVector s31 = all(0);
        for (int k = 0; k < count; k++) {
            FloatVector p0 = load(panel, k * COLUMNS);
            FloatVector p1 = load(panel, k * COLUMNS + COUNT);
            FloatVector x = all(left[l0 + k]);
            s00 = p0.fma(x, s00);
            s01 = p1.fma(x, s01);
            x = all(left[l1 + k]);
            s10 = p0.fma(x, s10);
            s11 = p1.fma(x, s11);
            x = all(left[l2 + k]);
            s20 = p0.fma(x, s20);
            s21 = p1.fma(x, s21);
            x = all(left[l3 + k]);
            s30 = p0.fma(x, s30);
            s31 = p1.fma(x, s31);
        }
        store(s00, s01, c, c0, add);
        if (rows > 1) {
            store(s10, s11, c, c0 + stride, add);
        }
        if (rows > 2) {
            store(s20, s21, c, c0 + 2 * stride, add);
        }
        if (rows > 3) {
            store(s30, s31, c, c0 + 3 * stride, add);
        }
    }

    private static void store(FloatVector s0, FloatVector s1, float[] c, int at, boolean add) {
        store(s0, c, at, add);
        store(s1, c, at + COUNT, add);
    }
}
