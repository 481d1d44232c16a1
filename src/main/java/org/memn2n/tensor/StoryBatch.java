package org.memn2n.tensor;

import java.util.Arrays;

/**
 * Questions about stories, ready to be sent to a device: the one form in which training, validation,
 * test and prediction hand examples to the network.
 *
 * <p>With B stories and S memory slots in all, story {@code b} owns the slots
 * {@code slotOffsets[b] .. slotOffsets[b+1])}, oldest sentence first. Every length may be 0.
 *
 * @param memories the S sentences in the memory slots
 * @param slotOffsets B+1 entries; starts at 0, never falls, ends at S
 * @param queries the B questions; no sentences at all when the network has a constant query
 * @param targets for each story the class of the right answer, or -1 when it is unknown or not a class
 */
public record StoryBatch(WordLists memories, int[] slotOffsets, WordLists queries, int[] targets) {
    /** Checks that the four parts describe the same stories. */
    public StoryBatch {
        int slots = memories.count();
        if (slotOffsets.length == 0 || slotOffsets[0] != 0 || slotOffsets[slotOffsets.length - 1] != slots) {
            throw new IllegalArgumentException("slot offsets must start at 0 and end at the number of slots, " + slots);
        }
        for (int b = 1; b < slotOffsets.length; b++) {
            if (slotOffsets[b] < slotOffsets[b - 1]) {
                throw new IllegalArgumentException("slot offsets fall at story " + (b - 1));
            }
        }
        int stories = slotOffsets.length - 1;
        if (targets.length != stories) {
            throw new IllegalArgumentException("found " + targets.length + " targets for " + stories + " stories");
        }
        if (queries.count() != stories && queries.count() != 0) {
            throw new IllegalArgumentException("found " + queries.count() + " queries for " + stories + " stories");
        }
    }

    /** B, the number of stories. */
    public int stories() {
        return targets.length;
    }

    /** S, the number of memory slots of all stories together. */
    public int slots() {
        return memories.count();
    }

    /** For messages. */
    @Override
    public String toString() {
        return "StoryBatch[stories=" + stories() + ", slots=" + slots() + ", words=" + memories.words().length
                + ", targets=" + Arrays.toString(targets) + "]";
    }
}
