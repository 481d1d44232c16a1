package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost part of all matrix products: a few rows times a panel of up to two vectors of columns, with all sums in
 * registers. Six rows have twelve sums; two vectors of the panel and a left element beside them just fit the sixteen
 * registers of AVX2. The shapes are those that were measured to be fastest (decision 9).
 *
 * <p>Sums begin at zero and what they are added to comes last, so a long sum that is made of several products has no
 * long chain of roundings.
 *
 * <p>The loops hold nothing but loads and products, and store without a condition: with more in them the compiler of the
 * JVM gives up on inlining and puts every vector on the heap.
 */
final class Tile {
    /** Floats in a row of a panel. */
    static final int COLUMNS = 2 * COUNT;

    /** Floats of the memory for one tile. */
    static final int SIZE = 6 * COLUMNS;

    /** What a product begins with when it is not added to anything. */
    private static final float[] ZEROS = new float[COLUMNS];

    private Tile() {}

    /**
     * {@code c[r][j] (+)= sum_k left[r][k] * panels[k][j]}: a few rows at a time along all columns, so that the result is
     * written along its rows.
     *
     * @param left rows of {@code leftStride} floats, the first from {@code l0} on
     * @param rows how many, at least 1
     * @param count how many k
     * @param panels of {@code count} rows each, the first from {@code p0} on
     * @param columns how many of them count; whole vectors are stored
     * @param c rows of {@code stride} floats, the first from {@code c0} on; added to, or else written
     * @param tile memory of {@link #SIZE} floats
     */
    static void multiply(
            float[] left,
            int l0,
            int leftStride,
            int rows,
            int count,
            float[] panels,
            int p0,
            int columns,
            float[] c,
            int c0,
            int stride,
            boolean add,
            float[] tile) {
        int last = l0 + (rows - 1) * leftStride;
        int row = 0;
        while (row < rows) {
            int remaining = rows - row;
            int height = remaining <= 4 || remaining == 8 ? 4 : 6;
            boolean whole = remaining >= height;
            // Rows beyond the last are computed like it, and dropped.
            int first = l0 + row * leftStride;
            int second = Math.min(first + leftStride, last);
            int third = Math.min(second + leftStride, last);
            int fourth = Math.min(third + leftStride, last);
            int fifth = Math.min(fourth + leftStride, last);
            int sixth = Math.min(fifth + leftStride, last);
            for (int j = 0; j < columns; j += COLUMNS) {
                int at = c0 + row * stride + j;
                boolean onto = add && whole;
                float[] base = onto ? c : ZEROS;
                int base0 = onto ? at : 0;
                int baseStride = onto ? stride : 0;
                float[] target = whole ? c : tile;
                int start = whole ? at : 0;
                int targetStride = whole ? stride : COLUMNS;
                int panel = p0 + j * count;
                boolean two = columns - j > COUNT;
                if (height == 6 && two) {
                    sixByTwo(
                            left,
                            first,
                            second,
                            third,
                            fourth,
                            fifth,
                            sixth,
                            count,
                            panels,
                            panel,
                            base,
                            base0,
                            baseStride,
                            target,
                            start,
                            targetStride);
                } else if (height == 6) {
                    sixByOne(
                            left,
                            first,
                            second,
                            third,
                            fourth,
                            fifth,
                            sixth,
                            count,
                            panels,
                            panel,
                            base,
                            base0,
                            baseStride,
                            target,
                            start,
                            targetStride);
                } else if (two) {
                    fourByTwo(
                            left,
                            first,
                            second,
                            third,
                            fourth,
                            count,
                            panels,
                            panel,
                            base,
                            base0,
                            baseStride,
                            target,
                            start,
                            targetStride);
                } else {
                    fourByOne(
                            left,
                            first,
                            second,
                            third,
                            fourth,
                            count,
                            panels,
                            panel,
                            base,
                            base0,
                            baseStride,
                            target,
                            start,
                            targetStride);
                }
                if (!whole) {
                    merge(tile, remaining, two ? COLUMNS : COUNT, c, at, stride, add);
                }
            }
            row += height;
        }
    }

    /** Puts a tile where it belongs. */
    private static void merge(float[] tile, int rows, int width, float[] c, int c0, int stride, boolean add) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < width; j += COUNT) {
                int at = c0 + r * stride + j;
                if (add) {
                    fromArray(SPECIES, tile, r * COLUMNS + j)
                            .add(fromArray(SPECIES, c, at))
                            .intoArray(c, at);
                } else {
                    fromArray(SPECIES, tile, r * COLUMNS + j).intoArray(c, at);
                }
            }
        }
    }

    /** The rows from the offsets l0 ... l5 on. */
    private static void sixByTwo(
            float[] left,
            int l0,
            int l1,
            int l2,
            int l3,
            int l4,
            int l5,
            int count,
            float[] panels,
            int p,
            float[] base,
            int base0,
            int baseStride,
            float[] c,
            int c0,
            int stride) {
        FloatVector s00 = zero(SPECIES);
        FloatVector s01 = zero(SPECIES);
        FloatVector s10 = zero(SPECIES);
        FloatVector s11 = zero(SPECIES);
        FloatVector s20 = zero(SPECIES);
        FloatVector s21 = zero(SPECIES);
        FloatVector s30 = zero(SPECIES);
        FloatVector s31 = zero(SPECIES);
        FloatVector s40 = zero(SPECIES);
        FloatVector s41 = zero(SPECIES);
        FloatVector s50 = zero(SPECIES);
        FloatVector s51 = zero(SPECIES);
        for (int k = 0; k < count; k++) {
            FloatVector b0 = fromArray(SPECIES, panels, p + k * COLUMNS);
            FloatVector b1 = fromArray(SPECIES, panels, p + k * COLUMNS + COUNT);
            FloatVector x0 = broadcast(SPECIES, left[l0 + k]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            FloatVector x1 = broadcast(SPECIES, left[l1 + k]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            FloatVector x2 = broadcast(SPECIES, left[l2 + k]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            FloatVector x3 = broadcast(SPECIES, left[l3 + k]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            FloatVector x4 = broadcast(SPECIES, left[l4 + k]);
            s40 = x4.fma(b0, s40);
            s41 = x4.fma(b1, s41);
            FloatVector x5 = broadcast(SPECIES, left[l5 + k]);
            s50 = x5.fma(b0, s50);
            s51 = x5.fma(b1, s51);
        }
        s00.add(fromArray(SPECIES, base, base0)).intoArray(c, c0);
        s01.add(fromArray(SPECIES, base, base0 + COUNT)).intoArray(c, c0 + COUNT);
        s10.add(fromArray(SPECIES, base, base0 + baseStride)).intoArray(c, c0 + stride);
        s11.add(fromArray(SPECIES, base, base0 + baseStride + COUNT)).intoArray(c, c0 + stride + COUNT);
        s20.add(fromArray(SPECIES, base, base0 + 2 * baseStride)).intoArray(c, c0 + 2 * stride);
        s21.add(fromArray(SPECIES, base, base0 + 2 * baseStride + COUNT)).intoArray(c, c0 + 2 * stride + COUNT);
        s30.add(fromArray(SPECIES, base, base0 + 3 * baseStride)).intoArray(c, c0 + 3 * stride);
        s31.add(fromArray(SPECIES, base, base0 + 3 * baseStride + COUNT)).intoArray(c, c0 + 3 * stride + COUNT);
        s40.add(fromArray(SPECIES, base, base0 + 4 * baseStride)).intoArray(c, c0 + 4 * stride);
        s41.add(fromArray(SPECIES, base, base0 + 4 * baseStride + COUNT)).intoArray(c, c0 + 4 * stride + COUNT);
        s50.add(fromArray(SPECIES, base, base0 + 5 * baseStride)).intoArray(c, c0 + 5 * stride);
        s51.add(fromArray(SPECIES, base, base0 + 5 * baseStride + COUNT)).intoArray(c, c0 + 5 * stride + COUNT);
    }

    /** As {@link #sixByTwo}, for the last rows. */
    private static void fourByTwo(
            float[] left,
            int l0,
            int l1,
            int l2,
            int l3,
            int count,
            float[] panels,
            int p,
            float[] base,
            int base0,
            int baseStride,
            float[] c,
            int c0,
            int stride) {
        FloatVector s00 = zero(SPECIES);
        FloatVector s01 = zero(SPECIES);
        FloatVector s10 = zero(SPECIES);
        FloatVector s11 = zero(SPECIES);
        FloatVector s20 = zero(SPECIES);
        FloatVector s21 = zero(SPECIES);
        FloatVector s30 = zero(SPECIES);
        FloatVector s31 = zero(SPECIES);
        for (int k = 0; k < count; k++) {
            FloatVector b0 = fromArray(SPECIES, panels, p + k * COLUMNS);
            FloatVector b1 = fromArray(SPECIES, panels, p + k * COLUMNS + COUNT);
            FloatVector x0 = broadcast(SPECIES, left[l0 + k]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            FloatVector x1 = broadcast(SPECIES, left[l1 + k]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            FloatVector x2 = broadcast(SPECIES, left[l2 + k]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            FloatVector x3 = broadcast(SPECIES, left[l3 + k]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
        }
        s00.add(fromArray(SPECIES, base, base0)).intoArray(c, c0);
        s01.add(fromArray(SPECIES, base, base0 + COUNT)).intoArray(c, c0 + COUNT);
        s10.add(fromArray(SPECIES, base, base0 + baseStride)).intoArray(c, c0 + stride);
        s11.add(fromArray(SPECIES, base, base0 + baseStride + COUNT)).intoArray(c, c0 + stride + COUNT);
        s20.add(fromArray(SPECIES, base, base0 + 2 * baseStride)).intoArray(c, c0 + 2 * stride);
        s21.add(fromArray(SPECIES, base, base0 + 2 * baseStride + COUNT)).intoArray(c, c0 + 2 * stride + COUNT);
        s30.add(fromArray(SPECIES, base, base0 + 3 * baseStride)).intoArray(c, c0 + 3 * stride);
        s31.add(fromArray(SPECIES, base, base0 + 3 * baseStride + COUNT)).intoArray(c, c0 + 3 * stride + COUNT);
    }

    /** As {@link #sixByTwo}, for the first vector of the panel only. */
    private static void sixByOne(
            float[] left,
            int l0,
            int l1,
            int l2,
            int l3,
            int l4,
            int l5,
            int count,
            float[] panels,
            int p,
            float[] base,
            int base0,
            int baseStride,
            float[] c,
            int c0,
            int stride) {
        FloatVector s0 = zero(SPECIES);
        FloatVector s1 = zero(SPECIES);
        FloatVector s2 = zero(SPECIES);
        FloatVector s3 = zero(SPECIES);
        FloatVector s4 = zero(SPECIES);
        FloatVector s5 = zero(SPECIES);
        for (int k = 0; k < count; k++) {
            FloatVector b = fromArray(SPECIES, panels, p + k * COLUMNS);
            s0 = broadcast(SPECIES, left[l0 + k]).fma(b, s0);
            s1 = broadcast(SPECIES, left[l1 + k]).fma(b, s1);
            s2 = broadcast(SPECIES, left[l2 + k]).fma(b, s2);
            s3 = broadcast(SPECIES, left[l3 + k]).fma(b, s3);
            s4 = broadcast(SPECIES, left[l4 + k]).fma(b, s4);
            s5 = broadcast(SPECIES, left[l5 + k]).fma(b, s5);
        }
        s0.add(fromArray(SPECIES, base, base0)).intoArray(c, c0);
        s1.add(fromArray(SPECIES, base, base0 + baseStride)).intoArray(c, c0 + stride);
        s2.add(fromArray(SPECIES, base, base0 + 2 * baseStride)).intoArray(c, c0 + 2 * stride);
        s3.add(fromArray(SPECIES, base, base0 + 3 * baseStride)).intoArray(c, c0 + 3 * stride);
        s4.add(fromArray(SPECIES, base, base0 + 4 * baseStride)).intoArray(c, c0 + 4 * stride);
        s5.add(fromArray(SPECIES, base, base0 + 5 * baseStride)).intoArray(c, c0 + 5 * stride);
    }

    /** As {@link #fourByTwo}, for the first vector of the panel only. */
    private static void fourByOne(
            float[] left,
            int l0,
            int l1,
            int l2,
            int l3,
            int count,
            float[] panels,
            int p,
            float[] base,
            int base0,
            int baseStride,
            float[] c,
            int c0,
            int stride) {
        FloatVector s0 = zero(SPECIES);
        FloatVector s1 = zero(SPECIES);
        FloatVector s2 = zero(SPECIES);
        FloatVector s3 = zero(SPECIES);
        for (int k = 0; k < count; k++) {
            FloatVector b = fromArray(SPECIES, panels, p + k * COLUMNS);
            s0 = broadcast(SPECIES, left[l0 + k]).fma(b, s0);
            s1 = broadcast(SPECIES, left[l1 + k]).fma(b, s1);
            s2 = broadcast(SPECIES, left[l2 + k]).fma(b, s2);
            s3 = broadcast(SPECIES, left[l3 + k]).fma(b, s3);
        }
        s0.add(fromArray(SPECIES, base, base0)).intoArray(c, c0);
        s1.add(fromArray(SPECIES, base, base0 + baseStride)).intoArray(c, c0 + stride);
        s2.add(fromArray(SPECIES, base, base0 + 2 * baseStride)).intoArray(c, c0 + 2 * stride);
        s3.add(fromArray(SPECIES, base, base0 + 3 * baseStride)).intoArray(c, c0 + 3 * stride);
    }
}
