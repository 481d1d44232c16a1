package org.memn2n.ops;

import java.util.Map;
import java.util.TreeMap;

/** Which slots of a memory have been stored, as ranges; pieces come in any order and may overlap. */
final class StoredSlots {
    /** Beginning and end of each range; ranges do not touch. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** Adds the slots from {@code first} to before {@code end}. */
    synchronized void add(long first, long end) {
        long from = first;
        long to = end;
        Map.Entry<Long, Long> before = ranges.floorEntry(to);
        while (before != null && before.getValue() >= from) {
            from = Math.min(from, before.getKey());
            to = Math.max(to, before.getValue());
            ranges.remove(before.getKey());
            before = ranges.floorEntry(to);
        }
        if (from < to) {
            ranges.put(from, to);
        }
    }

    /** The first slot that has not been stored. */
    synchronized long firstMissing() {
        Map.Entry<Long, Long> first = ranges.firstEntry();
        return first == null || first.getKey() > 0 ? 0 : first.getValue();
    }
}
