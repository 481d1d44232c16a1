package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.memn2n.ops.Batch;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.Sentences;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/** A batch in device memory: one buffer of indices, and where in it each array begins. */
final class GpuBatch implements Batch {
    /** The sections of {@link Words}, of which a batch has two. */
    private static final int WORDS = 10;

    private static final int SLOT_OFFSETS = 2 * WORDS;
    private static final int SLOT_STORY = SLOT_OFFSETS + 1;
    private static final int TARGETS = SLOT_OFFSETS + 2;
    private static final int SECTIONS = SLOT_OFFSETS + 3;

    private final int stories;
    private final int targetLimit;
    private final Words memories;
    private final Words queries;
    private final BatchMemory.Place place;

    GpuBatch(StoryBatch host, GpuQueue queue, BatchMemory memory, OccurrenceSorter sorter) {
        this.stories = host.stories();
        this.targetLimit = limit(host.targets());
        int memoryWords = limit(host.memories().words());
        int queryWords = limit(host.queries().words());
        int[] lengths = new int[SECTIONS];
        Words.lengths(host.memories(), memoryWords, lengths, 0);
        Words.lengths(host.queries(), queryWords, lengths, WORDS);
        lengths[SLOT_OFFSETS] = host.slotOffsets().length;
        lengths[SLOT_STORY] = host.slots();
        lengths[TARGETS] = stories;
        this.place = memory.take(lengths);
        ByteBuffer staging = queue.staging(place.layout().bytes());
        IntBuffer integers = staging.asIntBuffer();
        this.memories = new Words(host.memories(), memoryWords, 0, integers, sorter);
        this.queries = new Words(host.queries(), queryWords, WORDS, integers, sorter);
        integers.put(place.layout().index(SLOT_OFFSETS), host.slotOffsets());
        integers.put(place.layout().index(TARGETS), host.targets());
        int story = place.layout().index(SLOT_STORY);
        for (int b = 0; b < stories; b++) {
            for (int slot = host.slotOffsets()[b]; slot < host.slotOffsets()[b + 1]; slot++) {
                integers.put(story + slot, b);
            }
        }
        place.input().send(staging, place.layout().bytes());
    }

    static GpuBatch of(Batch batch) {
        if (batch instanceof GpuBatch gpu) {
            return gpu;
        }
        throw new DeviceException("a " + batch.getClass().getSimpleName()
                + " was handed to a GPU backend; upload the batch to the backend that uses it");
    }

    private static int limit(int[] indices) {
        int highest = -1;
        for (int index : indices) {
            highest = Math.max(highest, index);
        }
        return highest + 1;
    }

    @Override
    public int stories() {
        return stories;
    }

    @Override
    public Words memories() {
        return memories;
    }

    @Override
    public Words queries() {
        return queries;
    }

    @Override
    public int targetLimit() {
        return targetLimit;
    }

    GpuBuffer buffer() {
        return place.input().buffer();
    }

    int slotOffsets() {
        return place.layout().offset(SLOT_OFFSETS);
    }

    int slotStory() {
        return place.layout().offset(SLOT_STORY);
    }

    int targets() {
        return place.layout().offset(TARGETS);
    }

    @Override
    public void close() {
        place.close();
    }

    /** Sentences in the batch's buffer, with what the gradient needs: where each word and each time occurs. */
    final class Words implements Sentences {
        private static final int WORD_IDS = 0;
        private static final int OFFSETS = 1;
        private static final int TIMES = 2;
        private static final int POSITIONS = 3;
        private static final int WORD_OCCURRENCES = 4;
        private static final int TIME_OCCURRENCES = 7;

        private final int first;
        private final int count;
        private final int wordLimit;
        private final int timeLimit;
        private final boolean timed;
        private final Occurrences wordOccurrences;
        private final Occurrences timeOccurrences;

        /** Writes the ten sections from {@code first} on. */
        Words(WordLists host, int wordLimit, int first, IntBuffer target, OccurrenceSorter sorter) {
            this.first = first;
            this.count = host.count();
            this.wordLimit = wordLimit;
            this.timeLimit = limit(host.times());
            this.timed = host.timed();
            BatchLayout layout = place.layout();
            target.put(layout.index(first + WORD_IDS), host.words());
            target.put(layout.index(first + OFFSETS), host.offsets());
            target.put(layout.index(first + TIMES), host.times());
            int words = first + WORD_OCCURRENCES;
            this.wordOccurrences = new Occurrences(
                    words,
                    sorter.words(
                            host,
                            wordLimit,
                            target,
                            layout.index(words),
                            layout.index(words + 1),
                            layout.index(words + 2),
                            layout.index(first + POSITIONS)));
            int times = first + TIME_OCCURRENCES;
            this.timeOccurrences = new Occurrences(
                    times,
                    sorter.times(
                            host.times(),
                            timeLimit,
                            target,
                            layout.index(times),
                            layout.index(times + 1),
                            layout.index(times + 2)));
        }

        /** The most integers that each section can hold. */
        private static void lengths(WordLists host, int wordLimit, int[] lengths, int first) {
            int words = host.words().length;
            int times = host.times().length;
            lengths[first + WORD_IDS] = words;
            lengths[first + OFFSETS] = host.offsets().length;
            lengths[first + TIMES] = times;
            lengths[first + POSITIONS] = words;
            occurrences(Math.min(words, wordLimit), words, lengths, first + WORD_OCCURRENCES);
            occurrences(times, times, lengths, first + TIME_OCCURRENCES);
        }

        private static void occurrences(int unique, int count, int[] lengths, int first) {
            lengths[first] = unique;
            lengths[first + 1] = unique + 1;
            lengths[first + 2] = count;
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public int wordLimit() {
            return wordLimit;
        }

        @Override
        public int timeLimit() {
            return timeLimit;
        }

        boolean timed() {
            return timed;
        }

        GpuBuffer buffer() {
            return GpuBatch.this.buffer();
        }

        int words() {
            return place.layout().offset(first + WORD_IDS);
        }

        int offsets() {
            return place.layout().offset(first + OFFSETS);
        }

        int times() {
            return place.layout().offset(first + TIMES);
        }

        Occurrences wordOccurrences() {
            return wordOccurrences;
        }

        int positions() {
            return place.layout().offset(first + POSITIONS);
        }

        Occurrences timeOccurrences() {
            return timeOccurrences;
        }
    }

    /** Sorted occurrences in the batch's buffer, as {@link OccurrenceSorter} writes them. */
    final class Occurrences {
        private final int first;
        private final int count;

        Occurrences(int first, int count) {
            this.first = first;
            this.count = count;
        }

        int count() {
            return count;
        }

        int unique() {
            return place.layout().offset(first);
        }

        int starts() {
            return place.layout().offset(first + 1);
        }

        int sentences() {
            return place.layout().offset(first + 2);
        }
    }
}
