package org.memn2n.ops.gpu;

import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.StoryWords;
import org.memn2n.tensor.WordLists;

/**
 * Whether the stories of a batch go through all hops in one launch, and with how much shared memory.
 *
 * <p>Fused, a hop forward takes {@code 4 d D + 2 d n} multiply-adds for a story of n slots with D distinct words;
 * single operations take {@code 2 d n}, but {@code d} more for each word and table once, and as many reads and writes
 * of device memory for memories that then exist. The fused way is at most about twice the multiply-adds (each word
 * once in a story, tables shared by many hops: the paper's language model) and half of them where words repeat
 * (bAbI), in one launch instead of two a hop; so it is taken whenever a story fits.
 *
 * @param fused whether the batch and the pass fit
 * @param sharedBytes what a block needs when they do
 */
record StoryPlan(boolean fused, int sharedBytes) {
    /** Single operations. */
    static final StoryPlan SINGLE = new StoryPlan(false, 0);

    /** Hops that one launch takes. */
    static final int HOPS = 8;

    /** Slots of a story, and words of a sentence, that fit into {@code struct Place}. */
    static final int SLOTS = (1 << 12) - 1;

    static final int SENTENCE = (1 << 10) - 1;

    /**
     * The sizes of a batch that matter.
     *
     * @param slots the most slots of a story
     * @param sentence the most words of a sentence or question
     * @param floats of shared memory for the story that needs most
     */
    record Extents(int slots, int sentence, int floats) {
        static Extents of(StoryBatch batch, StoryWords words) {
            int slots = 0;
            int floats = 0;
            for (int b = 0; b < batch.stories(); b++) {
                int own = batch.slotOffsets()[b + 1] - batch.slotOffsets()[b];
                int distinct = words.offsets()[b + 1] - words.offsets()[b];
                slots = Math.max(slots, own);
                floats = Math.max(floats, Math.addExact(Math.multiplyExact(3, distinct), Math.multiplyExact(5, own)));
            }
            return new Extents(slots, Math.max(longest(batch.memories()), longest(batch.queries())), floats);
        }

        private static int longest(WordLists sentences) {
            int longest = 0;
            for (int s = 0; s < sentences.count(); s++) {
                longest =
                        Math.max(longest, sentences.offsets()[s + 1] - sentences.offsets()[s]);
            }
            return longest;
        }
    }

    /** The plan for stories of d components in so many hops. */
    static StoryPlan of(Extents extents, int hops, int d, GpuTraits traits) {
        long padded = (d + 3L) / 4 * 4;
        long bytes = Float.BYTES * (traits.storySums() + 2 * padded + extents.floats());
        boolean fits = d > 0
                && hops <= HOPS
                && extents.slots() <= SLOTS
                && extents.sentence() <= SENTENCE
                && bytes <= traits.sharedBytes();
        return fits ? new StoryPlan(true, (int) bytes) : SINGLE;
    }
}
