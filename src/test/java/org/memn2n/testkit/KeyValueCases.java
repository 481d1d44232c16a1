package org.memn2n.testkit;

import java.util.List;
import java.util.stream.Stream;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Storage;
import org.memn2n.testkit.RandomInputs.Sizes;

/** Operations on stored memories of keys and values. */
final class KeyValueCases extends BatteryCase {
    KeyValueCases(Ops ops, Sizes sizes, long seed) {
        super(ops, sizes, seed);
    }

    void attend() {
        memories().forEach(memory -> memory.attend(ops, seed).forEach(this::keep));
    }

    void topSlots() {
        for (AttendCase memory : memories()) {
            for (int count : new int[] {1, Math.min(2, memory.slots()), memory.slots()}) {
                memory.topSlots(ops, count, seed).forEach(this::keep);
            }
        }
    }

    /** A memory of every storage, of one slot more than the longest story. */
    private List<AttendCase> memories() {
        return Stream.of(Storage.values())
                .map(storage -> new AttendCase(sizes.maxSlots() + 1, sizes.stories(), sizes.dimension(), storage))
                .toList();
    }
}
