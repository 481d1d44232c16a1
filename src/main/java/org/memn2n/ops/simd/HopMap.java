package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * The product of states with the map between hops, {@code v_b = sum_i u_bi map_i}. The map is a large part of what a hop
 * reads, so two stories share it; but no more, whose memories would not stay in the second cache.
 */
final class HopMap {
    /** Stories that pass the hops together. */
    static final int STORIES = 2;

    private static final int WIDTH = 4 * COUNT;

    private HopMap() {}

    /**
     * Maps the states of the stories {@code b0 .. b1}.
     *
     * @param u [B, d] read, in rows of {@code stride} floats as all others
     * @param map [d, d], d being {@code columns}
     * @param v [B, d] written
     */
    static void multiply(float[] u, float[] map, int b0, int b1, int columns, int stride, float[] v) {
        int row = b0 * stride;
        for (; row + stride < b1 * stride; row += 2 * stride) {
            int k = 0;
            for (; k + WIDTH <= stride; k += WIDTH) {
                pair(u, row, map, k, columns, stride, v);
            }
            if (k < stride && stride >= WIDTH) {
                // Some columns twice: that is faster than the rest one by one.
                pair(u, row, map, stride - WIDTH, columns, stride, v);
            } else if (k < stride) {
                single(u, row, map, columns, stride, v);
                single(u, row + stride, map, columns, stride, v);
            }
        }
        if (row < b1 * stride) {
            single(u, row, map, columns, stride, v);
        }
    }

    private static void single(float[] u, int row, float[] map, int columns, int stride, float[] v) {
        Arrays.fill(v, row, row + stride, 0);
        Slots.addWeighted(u, row, map, 0, stride, columns, stride, v, row);
    }

    /** Four vectors of columns of two states, from column {@code k} on. */
    private static void pair(float[] u, int row, float[] map, int k, int columns, int stride, float[] v) {
        FloatVector s00 = zero(SPECIES);
        FloatVector s01 = zero(SPECIES);
        FloatVector s02 = zero(SPECIES);
        FloatVector s03 = zero(SPECIES);
        FloatVector s10 = zero(SPECIES);
        FloatVector s11 = zero(SPECIES);
        FloatVector s12 = zero(SPECIES);
        FloatVector s13 = zero(SPECIES);
        int at = k;
        for (int i = 0; i < columns; i++, at += stride) {
            FloatVector x0 = broadcast(SPECIES, u[row + i]);
            FloatVector x1 = broadcast(SPECIES, u[row + stride + i]);
            FloatVector m0 = fromArray(SPECIES, map, at);
            s00 = m0.fma(x0, s00);
            s10 = m0.fma(x1, s10);
            FloatVector m1 = fromArray(SPECIES, map, at + COUNT);
            s01 = m1.fma(x0, s01);
            s11 = m1.fma(x1, s11);
            FloatVector m2 = fromArray(SPECIES, map, at + 2 * COUNT);
            s02 = m2.fma(x0, s02);
            s12 = m2.fma(x1, s12);
            FloatVector m3 = fromArray(SPECIES, map, at + 3 * COUNT);
            s03 = m3.fma(x0, s03);
            s13 = m3.fma(x1, s13);
        }
        int to = row + k;
        s00.intoArray(v, to);
        s01.intoArray(v, to + COUNT);
        s02.intoArray(v, to + 2 * COUNT);
        s03.intoArray(v, to + 3 * COUNT);
        to += stride;
        s10.intoArray(v, to);
        s11.intoArray(v, to + COUNT);
        s12.intoArray(v, to + 2 * COUNT);
        s13.intoArray(v, to + 3 * COUNT);
    }
}
