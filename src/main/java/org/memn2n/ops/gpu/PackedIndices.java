package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Arrays of indices laid one after the other, to be sent to the device in one copy. */
final class PackedIndices {
    /** Sections begin where OpenCL lets a buffer begin and where loads are aligned. */
    private static final int ALIGNMENT = 256;

    private final List<int[]> sections = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();
    private int bytes;

    /** Adds a section; gives its byte offset. */
    int add(int[] section) {
        int offset = bytes;
        sections.add(section);
        offsets.add(offset);
        int size = Math.multiplyExact(section.length, Integer.BYTES);
        bytes = Math.addExact(offset, (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        return offset;
    }

    /** Bytes of all sections, at least one section's alignment. */
    int bytes() {
        return Math.max(ALIGNMENT, bytes);
    }

    /** Writes all sections into a buffer of at least {@link #bytes}. */
    void write(ByteBuffer target) {
        for (int i = 0; i < sections.size(); i++) {
            target.position(offsets.get(i));
            target.asIntBuffer().put(sections.get(i));
        }
        target.rewind();
    }
}
