package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.SPECIES_64;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import org.memn2n.tensor.WordLists;

/**
 * The sparse matrix S between the slots of a story and the rows of a table, of which each word has two, one as it is
 * and one with each component times its number. Slot i has, for its word j, the entries {@code offset_j} and
 * {@code slope_j} at the rows of {@code x_ij}, and 1 at the row of its time. Its memory is {@code S} times the table,
 * so {@code (S table) u = S (table u)}: what a hop needs of the memory takes two numbers a word instead of two vectors.
 *
 * <p>Sums follow the order of the words.
 */
final class Occurrences {
    private Occurrences() {}

    /**
     * {@code s_i = sum_j offset_j y[x_ij] + slope_j y'[x_ij] + z[t_i]}: S times y.
     *
     * @param positions offset and slope of each word, by the length of a sentence; null when all weigh 1
     * @param first the first slot, up to {@code end}
     * @param y for each word a row of {@code pitch} floats: y and y' at {@code column}; without positions no y'
     * @param z for each time a row of {@code timePitch} floats: z at {@code timeColumn}; empty without times
     * @param s [S] written from {@code first} to {@code end}
     */
    static void gather(
            WordLists sentences,
            PositionTable positions,
            int first,
            int end,
            float[] y,
            int pitch,
            int column,
            float[] z,
            int timePitch,
            int timeColumn,
            float[] s) {
        int[] offsets = sentences.offsets();
        int[] x = sentences.words();
        int begin = offsets[first];
        for (int i = first; i < end; i++) {
            int stop = offsets[i + 1];
            float[] lines = positions.of(stop - begin);
            FloatVector sum = broadcast(SPECIES_64, 0);
            for (int j = begin, l = 0; j < stop; j++, l += 2) {
                sum = fromArray(SPECIES_64, y, x[j] * pitch + column).fma(fromArray(SPECIES_64, lines, l), sum);
            }
            s[i] = sum.lane(0) + sum.lane(1);
            begin = stop;
        }
        addTimes(sentences, first, end, z, timePitch, timeColumn, s);
    }

    /** As {@link #gather}, when all words weigh 1 and have one row. */
    static void gatherPlain(
            WordLists sentences,
            int first,
            int end,
            float[] y,
            int pitch,
            int column,
            float[] z,
            int timePitch,
            int timeColumn,
            float[] s) {
        int[] offsets = sentences.offsets();
        int[] x = sentences.words();
        int begin = offsets[first];
        for (int i = first; i < end; i++) {
            int stop = offsets[i + 1];
            float sum = 0;
            for (int j = begin; j < stop; j++) {
                sum += y[x[j] * pitch + column];
            }
            s[i] = sum;
            begin = stop;
        }
        addTimes(sentences, first, end, z, timePitch, timeColumn, s);
    }

    private static void addTimes(
            WordLists sentences, int first, int end, float[] z, int timePitch, int timeColumn, float[] s) {
        if (z.length > 0 && sentences.timed()) {
            int[] times = sentences.times();
            for (int i = first; i < end; i++) {
                s[i] += times[i] < 0 ? 0 : z[times[i] * timePitch + timeColumn];
            }
        }
    }

    /**
     * {@code a[x_ij] += offset_j p_i, a'[x_ij] += slope_j p_i}: p times S, but for the times.
     *
     * @param p [S] read from {@code first} to {@code end}
     * @param a a and a' of each word, from {@code a0} on, added to
     */
    static void scatter(
            WordLists sentences, PositionTable positions, int first, int end, float[] p, float[] a, int a0) {
        int[] offsets = sentences.offsets();
        int[] x = sentences.words();
        int begin = offsets[first];
        for (int i = first; i < end; i++) {
            int stop = offsets[i + 1];
            float[] lines = positions.of(stop - begin);
            if (Lanes.NARROW_STORES) {
                FloatVector weight = broadcast(SPECIES_64, p[i]);
                for (int j = begin, l = 0; j < stop; j++, l += 2) {
                    int at = a0 + 2 * x[j];
                    fromArray(SPECIES_64, lines, l)
                            .fma(weight, fromArray(SPECIES_64, a, at))
                            .intoArray(a, at);
                }
            } else {
                float weight = p[i];
                for (int j = begin, l = 0; j < stop; j++, l += 2) {
                    int at = a0 + 2 * x[j];
                    a[at] = Math.fma(lines[l], weight, a[at]);
                    a[at + 1] = Math.fma(lines[l + 1], weight, a[at + 1]);
                }
            }
            begin = stop;
        }
    }

    /** As {@link #scatter}, when all words weigh 1 and have one row: a [V] from {@code a0} on. */
    static void scatterPlain(WordLists sentences, int first, int end, float[] p, float[] a, int a0) {
        int[] offsets = sentences.offsets();
        int[] x = sentences.words();
        int begin = offsets[first];
        for (int i = first; i < end; i++) {
            int stop = offsets[i + 1];
            for (int j = begin; j < stop; j++) {
                a[a0 + x[j]] += p[i];
            }
            begin = stop;
        }
    }

    /** {@code c[t_i] += p_i}: p times S for the times; c [N] from {@code c0} on, added to. */
    static void scatterTimes(WordLists sentences, int first, int end, float[] p, float[] c, int c0) {
        int[] times = sentences.times();
        for (int i = first; i < end && sentences.timed(); i++) {
            if (times[i] >= 0) {
                c[c0 + times[i]] += p[i];
            }
        }
    }
}
