package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * A {@link Tile} whose left side comes from the columns of a matrix, copied into strips of four: {@code strip[k][r]}.
 * Always added to the result, as the last step of each sum.
 */
final class StripTile {
    /** Columns of a strip, which are rows of the result. */
    static final int ROWS = 4;

    private StripTile() {}

    /**
     * {@code c[r][j] += sum_k strips[k][r] * panels[k][j]}.
     *
     * @param strips of {@code count} times {@link #ROWS} floats each
     * @param rows how many count, at least 1
     * @param count how many k
     * @param panels of {@code count} rows each
     * @param columns how many of them count; whole vectors are stored
     * @param c rows of {@code stride} floats, the first from {@code c0} on; added to
     * @param tile memory of {@link Tile#SIZE} floats
     */
    static void multiply(
            float[] strips,
            int rows,
            int count,
            float[] panels,
            int columns,
            float[] c,
            int c0,
            int stride,
            float[] tile) {
        for (int row = 0; row < rows; row += ROWS) {
            int strip = row * count;
            for (int j = 0; j < columns; j += Tile.COLUMNS) {
                int at = c0 + row * stride + j;
                int panel = j * count;
                boolean two = columns - j > COUNT;
                if (row + ROWS > rows) {
                    // Rows beyond the last are computed from what is there, and dropped.
                    Arrays.fill(tile, 0);
                    multiply(strips, strip, count, panels, panel, two, tile, 0, Tile.COLUMNS);
                    for (int r = row; r < rows; r++) {
                        Rows.add(
                                tile, (r - row) * Tile.COLUMNS, c, at + (r - row) * stride, two ? Tile.COLUMNS : COUNT);
                    }
                } else {
                    multiply(strips, strip, count, panels, panel, two, c, at, stride);
                }
            }
        }
    }

    private static void multiply(
            float[] strips, int s, int count, float[] panels, int p, boolean two, float[] c, int c0, int stride) {
        if (two) {
            two(strips, s, count, panels, p, c, c0, stride);
        } else {
            one(strips, s, count, panels, p, c, c0, stride);
        }
    }

    private static void two(float[] strips, int s, int count, float[] panels, int p, float[] c, int c0, int stride) {
        FloatVector s00 = zero(SPECIES);
        FloatVector s01 = zero(SPECIES);
        FloatVector s10 = zero(SPECIES);
        FloatVector s11 = zero(SPECIES);
        FloatVector s20 = zero(SPECIES);
        FloatVector s21 = zero(SPECIES);
        FloatVector s30 = zero(SPECIES);
        FloatVector s31 = zero(SPECIES);
        for (int k = 0; k < count; k++) {
            FloatVector b0 = fromArray(SPECIES, panels, p + k * Tile.COLUMNS);
            FloatVector b1 = fromArray(SPECIES, panels, p + k * Tile.COLUMNS + COUNT);
            FloatVector x0 = broadcast(SPECIES, strips[s + k * ROWS]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            FloatVector x1 = broadcast(SPECIES, strips[s + k * ROWS + 1]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            FloatVector x2 = broadcast(SPECIES, strips[s + k * ROWS + 2]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            FloatVector x3 = broadcast(SPECIES, strips[s + k * ROWS + 3]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
        }
        s00.add(fromArray(SPECIES, c, c0)).intoArray(c, c0);
        s01.add(fromArray(SPECIES, c, c0 + COUNT)).intoArray(c, c0 + COUNT);
        s10.add(fromArray(SPECIES, c, c0 + stride)).intoArray(c, c0 + stride);
        s11.add(fromArray(SPECIES, c, c0 + stride + COUNT)).intoArray(c, c0 + stride + COUNT);
        s20.add(fromArray(SPECIES, c, c0 + 2 * stride)).intoArray(c, c0 + 2 * stride);
        s21.add(fromArray(SPECIES, c, c0 + 2 * stride + COUNT)).intoArray(c, c0 + 2 * stride + COUNT);
        s30.add(fromArray(SPECIES, c, c0 + 3 * stride)).intoArray(c, c0 + 3 * stride);
        s31.add(fromArray(SPECIES, c, c0 + 3 * stride + COUNT)).intoArray(c, c0 + 3 * stride + COUNT);
    }

    private static void one(float[] strips, int s, int count, float[] panels, int p, float[] c, int c0, int stride) {
        FloatVector s0 = zero(SPECIES);
        FloatVector s1 = zero(SPECIES);
        FloatVector s2 = zero(SPECIES);
        FloatVector s3 = zero(SPECIES);
        for (int k = 0; k < count; k++) {
            FloatVector b = fromArray(SPECIES, panels, p + k * Tile.COLUMNS);
            s0 = broadcast(SPECIES, strips[s + k * ROWS]).fma(b, s0);
            s1 = broadcast(SPECIES, strips[s + k * ROWS + 1]).fma(b, s1);
            s2 = broadcast(SPECIES, strips[s + k * ROWS + 2]).fma(b, s2);
            s3 = broadcast(SPECIES, strips[s + k * ROWS + 3]).fma(b, s3);
        }
        s0.add(fromArray(SPECIES, c, c0)).intoArray(c, c0);
        s1.add(fromArray(SPECIES, c, c0 + stride)).intoArray(c, c0 + stride);
        s2.add(fromArray(SPECIES, c, c0 + 2 * stride)).intoArray(c, c0 + 2 * stride);
        s3.add(fromArray(SPECIES, c, c0 + 3 * stride)).intoArray(c, c0 + 3 * stride);
    }
}
