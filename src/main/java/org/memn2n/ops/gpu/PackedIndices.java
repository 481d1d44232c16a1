package org.memn2n.ops.gpu;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;

/** Arrays of indices that go to the device in one copy, each a section of a {@link BatchLayout}. */
final class PackedIndices {
    private final List<int[]> sections = new ArrayList<>();

    /** Adds a section, whose contents may still change until {@link #write}; gives its number. */
    int add(int[] section) {
        sections.add(section);
        return sections.size() - 1;
    }

    /** The integers of each section. */
    int[] lengths() {
        return sections.stream().mapToInt(section -> section.length).toArray();
    }

    /** Writes all sections where the layout has them. */
    void write(BatchLayout layout, IntBuffer target) {
        for (int i = 0; i < sections.size(); i++) {
            target.put(layout.index(i), sections.get(i));
        }
    }
}
