package org.memn2n.ops.simd;

import java.util.Arrays;

/**
 * Which rows of a matrix may hold anything but zeros: all of them, or those that were named. So the gradient of a large
 * table, of which a batch touches some rows, is used and cleared without a pass over the rest.
 */
final class TouchedRows {
    private boolean all;
    private long[] named = {};

    /** Any row may have been written. */
    void all() {
        all = true;
    }

    boolean areAll() {
        return all;
    }

    /** Every row is zero. */
    void none() {
        all = false;
        Arrays.fill(named, 0);
    }

    /** These rows may have been written; {@code rows} is how many there are in the matrix. */
    void name(int[] ids, int count, int rows) {
        if (all) {
            return;
        }
        if (named.length < (rows + Long.SIZE - 1) / Long.SIZE) {
            named = Arrays.copyOf(named, (rows + Long.SIZE - 1) / Long.SIZE);
        }
        for (int i = 0; i < count; i++) {
            named[ids[i] >> 6] |= 1L << ids[i];
        }
    }

    /** The named rows in ascending order, into {@code target} or a larger array. */
    int[] list(int[] target) {
        int[] list = target.length >= count() ? target : new int[count()];
        int next = 0;
        for (int i = 0; i < named.length; i++) {
            for (long left = named[i]; left != 0; left &= left - 1) {
                list[next++] = i * Long.SIZE + Long.numberOfTrailingZeros(left);
            }
        }
        return list;
    }

    /** How many rows are named. */
    int count() {
        int count = 0;
        for (long rows : named) {
            count += Long.bitCount(rows);
        }
        return count;
    }
}
