package org.memn2n.ops.simd;

import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.load;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Copies of a part of a matrix in the order in which a {@link Tile} reads it. */
final class Panel {
    private Panel() {}

    /**
     * Columns of a matrix whose rows run along k: {@code panel[k][j] = b[k][first + j]}; zeros beyond {@code columns}.
     *
     * @param rows which row of b stands for each k; null for itself
     */
    static void ofColumns(
            float[] b, int stride, int @Nullable [] rows, int from, int count, int first, int columns, float[] panel) {
        int vectors = (columns + COUNT - 1) / COUNT;
        for (int k = 0; k < count; k++) {
            int row = (rows == null ? from + k : rows[from + k]) * stride + first;
            for (int v = 0; v < vectors; v++) {
                load(b, row + v * COUNT).intoArray(panel, k * Tile.COLUMNS + v * COUNT);
            }
        }
    }

    /**
     * Rows of a matrix whose columns run along k: {@code panel[k][j] = b[first + j][from + k]}; zeros beyond
     * {@code columns}.
     *
     * @param rows which row of b stands for each j; null for itself
     */
    static void ofRows(
            float[] b, int stride, int @Nullable [] rows, int from, int count, int first, int columns, float[] panel) {
        if (columns < Tile.COLUMNS) {
            Arrays.fill(panel, 0, count * Tile.COLUMNS, 0);
        }
        for (int j = 0; j < columns; j++) {
            int row = (rows == null ? first + j : rows[first + j]) * stride + from;
            for (int k = 0; k < count; k++) {
                panel[k * Tile.COLUMNS + j] = b[row + k];
            }
        }
    }

    /** Columns of a matrix as rows: {@code strip[i][k] = a[from + k][first + i]}, rows of {@code stripStride} floats. */
    static void transposed(
            float[] a, int stride, int from, int count, int first, int columns, float[] strip, int stripStride) {
        for (int k = 0; k < count; k++) {
            int row = (from + k) * stride + first;
            for (int i = 0; i < columns; i++) {
                strip[i * stripStride + k] = a[row + i];
            }
        }
    }
}
