package org.memn2n.ops.gpu;

/**
 * Where the arrays of a batch lie in its memory.
 *
 * @param offsets for each section its first byte
 * @param bytes of all sections
 */
record BatchLayout(int[] offsets, int bytes) {
    /** Sections begin where OpenCL lets a buffer begin and where loads are aligned. */
    private static final int ALIGNMENT = 256;

    /** Sections of so many integers each, one after the other. */
    static BatchLayout of(int[] capacities) {
        int[] offsets = new int[capacities.length];
        int bytes = 0;
        for (int i = 0; i < capacities.length; i++) {
            offsets[i] = bytes;
            int size = Math.multiplyExact(capacities[i], Integer.BYTES);
            bytes = Math.addExact(bytes, Math.addExact(size, ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        }
        return new BatchLayout(offsets, Math.max(ALIGNMENT, bytes));
    }

    /** The byte offset of a section. */
    int offset(int section) {
        return offsets[section];
    }

    /** The position of a section in the memory seen as integers. */
    int index(int section) {
        return offsets[section] / Integer.BYTES;
    }
}
