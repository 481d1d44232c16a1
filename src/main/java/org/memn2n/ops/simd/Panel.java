package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * Copies of a part of a matrix in the order in which a {@link Tile} reads it: panels of {@link Tile#COLUMNS} columns, one
 * after the other, each with a row for every k. The source is read row by row, as the processor expects it.
 */
final class Panel {
    private Panel() {}

    /**
     * A matrix whose rows run along the columns: {@code panel[k][j] = b[from + k][first + j]}; what is beyond
     * {@code columns} is as in b, zeros at its end.
     *
     * @param rows which row of b stands for each k; null for itself
     * @param panels written from {@code p0} on
     */
    static void ofColumns(
            float[] b,
            int stride,
            int @Nullable [] rows,
            int from,
            int count,
            int first,
            int columns,
            float[] panels,
            int p0) {
        int width = Lanes.padded(columns);
        for (int k = 0; k < count; k++) {
            int row = (rows == null ? from + k : rows[from + k]) * stride + first;
            int to = p0 + k * Tile.COLUMNS;
            int j = 0;
            for (; j + Tile.COLUMNS <= width; j += Tile.COLUMNS) {
                fromArray(SPECIES, b, row + j).intoArray(panels, to);
                fromArray(SPECIES, b, row + j + COUNT).intoArray(panels, to + COUNT);
                to += count * Tile.COLUMNS;
            }
            if (j < width) {
                fromArray(SPECIES, b, row + j).intoArray(panels, to);
            }
        }
    }

    /**
     * A matrix whose rows run along k: {@code panel[k][j] = b[first + j][from + k]}; zeros beyond {@code columns}.
     *
     * @param rows which row of b stands for each j; null for itself
     */
    static void ofRows(
            float[] b, int stride, int @Nullable [] rows, int from, int count, int first, int columns, float[] panels) {
        for (int j = 0; j < columns; j++) {
            int row = (rows == null ? first + j : rows[first + j]) * stride + from;
            int to = j / Tile.COLUMNS * count * Tile.COLUMNS + j % Tile.COLUMNS;
            for (int k = 0; k < count; k++) {
                panels[to + k * Tile.COLUMNS] = b[row + k];
            }
        }
        int whole = columns / Tile.COLUMNS * Tile.COLUMNS;
        for (int k = 0; whole < columns && k < count; k++) {
            Arrays.fill(
                    panels,
                    whole * count + k * Tile.COLUMNS + columns - whole,
                    whole * count + (k + 1) * Tile.COLUMNS,
                    0);
        }
    }

    /**
     * Columns of a matrix, four to a strip: {@code strip[k][r] = a[from + k][first + r]}. A cache line of columns at a time.
     */
    static void strips(float[] a, int stride, int from, int count, int first, int columns, float[] strips) {
        int size = count * StripTile.ROWS;
        for (int i = 0; i < columns; i += 4 * StripTile.ROWS) {
            int left = columns - i;
            int to = i * count;
            for (int k = 0; k < count; k++) {
                int at = (from + k) * stride + first + i;
                copyFour(a, at, strips, to);
                if (left > 4) {
                    copyFour(a, at + 4, strips, to + size);
                }
                if (left > 8) {
                    copyFour(a, at + 8, strips, to + 2 * size);
                }
                if (left > 12) {
                    copyFour(a, at + 12, strips, to + 3 * size);
                }
                to += StripTile.ROWS;
            }
        }
    }

    private static void copyFour(float[] from, int at, float[] to, int start) {
        if (Lanes.NARROW_STORES) {
            FloatVector.fromArray(FloatVector.SPECIES_128, from, at).intoArray(to, start);
            return;
        }
        to[start] = from[at];
        to[start + 1] = from[at + 1];
        to[start + 2] = from[at + 2];
        to[start + 3] = from[at + 3];
    }
}
