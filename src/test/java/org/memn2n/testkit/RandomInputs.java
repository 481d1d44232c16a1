package org.memn2n.testkit;

import java.util.Arrays;
import org.apache.commons.math3.random.RandomGenerator;
import org.memn2n.random.RandomStreams;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/** Seeded inputs that can expose errors: signed values with outliers, ragged stories, repeated and null words. */
public final class RandomInputs {
    private final RandomGenerator random;

    /** The inputs of a seed. */
    public RandomInputs(long seed) {
        random = RandomStreams.of(seed, 0x1A9);
    }

    /**
     * The extents of a test.
     *
     * @param stories B
     * @param maxSlots the most slots of a story
     * @param words V
     * @param times N
     * @param dimension d
     */
    public record Sizes(int stories, int maxSlots, int words, int times, int dimension) {}

    /**
     * Sizes on both sides of what a backend may treat apart: nothing, one, a warp of 32 lanes and vectors of
     * 4, 8 and 16 floats with one less and one more, a block of 256 slots, primes.
     */
    public static Sizes[] sizes() {
        return new Sizes[] {
            new Sizes(0, 3, 2, 2, 4),
            new Sizes(1, 0, 2, 1, 1),
            new Sizes(1, 1, 2, 1, 3),
            new Sizes(2, 5, 7, 5, 7),
            new Sizes(3, 33, 13, 33, 8),
            new Sizes(4, 31, 31, 40, 17),
            new Sizes(5, 10, 33, 10, 20),
            new Sizes(7, 65, 64, 65, 31),
            new Sizes(33, 6, 180, 6, 32),
            new Sizes(2, 257, 97, 300, 33),
            new Sizes(3, 50, 1031, 50, 128),
        };
    }

    /** Normal values, a twentieth of them ten times as large. */
    public HostTensor tensor(int... extents) {
        return scaled(0.5, extents);
    }

    /** As {@link #tensor(int...)}, of the given deviation. */
    public HostTensor scaled(double deviation, int... extents) {
        HostTensor tensor = HostTensor.zeros(Shape.of(extents));
        for (int i = 0; i < tensor.values().length; i++) {
            double outlier = random.nextInt(20) == 0 ? 10 : 1;
            tensor.values()[i] = (float) (deviation * outlier * random.nextGaussian());
        }
        return tensor;
    }

    /** A ragged batch whose first story is empty when there is more than one; words repeat, some are null. */
    public StoryBatch batch(Sizes sizes, int classes) {
        int[] slotOffsets = new int[sizes.stories() + 1];
        for (int b = 0; b < sizes.stories(); b++) {
            boolean empty = b == 0 && sizes.stories() > 1;
            boolean full = b == sizes.stories() - 1;
            int slots = empty ? 0 : full ? sizes.maxSlots() : random.nextInt(sizes.maxSlots() + 1);
            slotOffsets[b + 1] = slotOffsets[b] + slots;
        }
        int slots = slotOffsets[sizes.stories()];
        int[] times = new int[slots];
        for (int i = 0; i < slots; i++) {
            times[i] = random.nextInt(sizes.times() + 1) - 1;
        }
        WordLists plain = sentences(slots, sizes.words());
        WordLists memories = new WordLists(plain.words(), plain.offsets(), times);
        int[] targets = new int[sizes.stories()];
        for (int b = 0; b < targets.length; b++) {
            targets[b] = random.nextInt(10) == 0 ? -1 : random.nextInt(classes);
        }
        return new StoryBatch(memories, slotOffsets, sentences(sizes.stories(), sizes.words()), targets);
    }

    private WordLists sentences(int count, int words) {
        int[] offsets = new int[count + 1];
        int[] ids = new int[count * 9];
        for (int s = 0; s < count; s++) {
            offsets[s + 1] = offsets[s] + random.nextInt(10);
            for (int w = offsets[s]; w < offsets[s + 1]; w++) {
                ids[w] = random.nextInt(words);
            }
        }
        return WordLists.timeless(Arrays.copyOf(ids, offsets[count]), offsets);
    }

    /** A whole number from 0 to bound-1. */
    public int number(int bound) {
        return random.nextInt(bound);
    }
}
