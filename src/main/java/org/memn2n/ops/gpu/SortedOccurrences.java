package org.memn2n.ops.gpu;

import java.util.Arrays;

/**
 * Where each index occurs, sorted by index: so that the gradient of a table row can be summed by one block,
 * in a fixed order, without atomics.
 *
 * @param unique the indices that occur, rising
 * @param starts where the occurrences of each begin, and the end of all
 * @param order the occurrences: positions in the list of indices, those of one index in their order
 */
record SortedOccurrences(int[] unique, int[] starts, int[] order) {
    /** Sorts by counting; negative indices do not take part. */
    static SortedOccurrences of(int[] indices, int limit) {
        int[] counts = new int[limit + 1];
        for (int index : indices) {
            if (index >= 0) {
                counts[index + 1]++;
            }
        }
        int[] unique = new int[Math.min(limit, indices.length)];
        int[] starts = new int[unique.length + 1];
        int found = 0;
        for (int index = 0; index < limit; index++) {
            if (counts[index + 1] > 0) {
                unique[found] = index;
                starts[found++] = counts[index];
            }
            counts[index + 1] += counts[index];
        }
        starts[found] = counts[limit];
        int[] order = new int[counts[limit]];
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] >= 0) {
                order[counts[indices[i]]++] = i;
            }
        }
        return new SortedOccurrences(Arrays.copyOf(unique, found), Arrays.copyOf(starts, found + 1), order);
    }
}
