package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Tensor;

/**
 * The tables of a pass side by side: word w of all tables is one row, so that one pass over the words of a sentence
 * reads one run of memory a word. Table t fills the floats from {@code t * stride} on of a row.
 */
final class FoldedTables {
    private float[] words = {}; // [V, tables * stride]
    private float[] times = {}; // [N, tables * stride], zeros for a table without times

    /** The floats of a row. */
    static int width(List<EmbeddingTable> tables) {
        return tables.size() * SimdTensor.of(tables.get(0).words()).stride();
    }

    float[] words() {
        return words;
    }

    float[] times() {
        return times;
    }

    /** Copies the first rows of all tables. */
    void fold(List<EmbeddingTable> tables, int wordRows, int timeRows) {
        int width = width(tables);
        words = atLeast(words, wordRows * width + COUNT);
        times = atLeast(times, timeRows * width + COUNT);
        int stride = width / tables.size();
        for (int t = 0; t < tables.size(); t++) {
            Tensor time = tables.get(t).times();
            copy(SimdTensor.of(tables.get(t).words()).values(), wordRows, stride, words, t * stride, width);
            if (time == null) {
                clear(timeRows, stride, times, t * stride, width);
            } else {
                copy(SimdTensor.of(time).values(), timeRows, stride, times, t * stride, width);
            }
        }
    }

    private static void copy(float[] table, int rows, int stride, float[] folded, int column, int width) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(table, row * stride, folded, row * width + column, stride);
        }
    }

    private static void clear(int rows, int stride, float[] folded, int column, int width) {
        for (int row = 0; row < rows; row++) {
            Arrays.fill(folded, row * width + column, row * width + column + stride, 0);
        }
    }

    static float[] atLeast(float[] array, int length) {
        return array.length >= length ? array : new float[length];
    }

    /**
     * Adds rows of folded sums to one table, and sets them to zero.
     *
     * @param sums so many folded tables one after the other, {@code size} floats each, added in their order
     * @param start the first row of the sums, up to {@code end}
     * @param first which row of the sums belongs to row 0 of the table
     * @param table [rows, stride], added to; null only sets the sums to zero
     * @param column where the table begins in a folded row
     */
    static void unfold(
            float[] sums,
            int count,
            int size,
            int start,
            int end,
            int first,
            float @Nullable [] table,
            int stride,
            int column,
            int width) {
        for (int row = start; row < end; row++) {
            int target = (row - first) * stride;
            for (int k = 0; k < stride; k += COUNT) {
                int at = row * width + column + k;
                FloatVector sum = table == null ? broadcast(SPECIES, 0) : fromArray(SPECIES, table, target + k);
                for (int i = 0; i < count; i++) {
                    sum = sum.add(fromArray(SPECIES, sums, i * size + at));
                    broadcast(SPECIES, 0).intoArray(sums, i * size + at);
                }
                if (table != null) {
                    sum.intoArray(table, target + k);
                }
            }
        }
    }
}
