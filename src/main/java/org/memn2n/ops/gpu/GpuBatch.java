package org.memn2n.ops.gpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Batch;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.Sentences;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/**
 * A batch in device memory: one buffer of indices, and where in it each array begins. What only single operations
 * read, which is more, goes into a second buffer when the first of them asks.
 */
final class GpuBatch implements Batch {
    private final StoryBatch host;
    private final BatchUploads uploads;
    private final int targetLimit;
    private final Words memories;
    private final Words queries;
    private final StoryArrays arrays;
    private final int targets;
    private final BatchMemory.Place place;
    private @Nullable Lookups lookups;

    GpuBatch(StoryBatch host, BatchUploads uploads) {
        this.host = host;
        this.uploads = uploads;
        this.targetLimit = limit(host.targets());
        this.memories = new Words(host.memories());
        this.queries = new Words(host.queries());
        PackedIndices packed = new PackedIndices();
        this.targets = packed.add(host.targets());
        this.arrays = new StoryArrays(host, memories.wordLimit(), memories.timeLimit(), packed);
        this.place = uploads.takeStories(packed);
        arrays.lie(place.layout());
        uploads.send(packed, place);
        if (uploads.wantsLookups()) {
            lookups = new Lookups();
        }
    }

    static GpuBatch of(Batch batch) {
        if (batch instanceof GpuBatch gpu) {
            return gpu;
        }
        throw new DeviceException("a " + batch.getClass().getSimpleName()
                + " was handed to a GPU backend; upload the batch to the backend that uses it");
    }

    /** One more than the largest of all these indices; 0 without any. */
    static int limit(int[]... indices) {
        int largest = -1;
        for (int[] some : indices) {
            for (int index : some) {
                largest = Math.max(largest, index);
            }
        }
        return largest + 1;
    }

    static int[] storyOfSlots(StoryBatch host) {
        int[] story = new int[host.slots()];
        for (int b = 0; b < host.stories(); b++) {
            Arrays.fill(story, host.slotOffsets()[b], host.slotOffsets()[b + 1], b);
        }
        return story;
    }

    @Override
    public int stories() {
        return host.stories();
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

    /** Where {@link #arrays}, {@link #slotOffsets} and {@link #targets} are. */
    GpuBuffer buffer() {
        return place.input().buffer();
    }

    StoryArrays arrays() {
        return arrays;
    }

    int slotOffsets() {
        return arrays.of(StoryArrays.Array.SLOT_OFFSETS);
    }

    int targets() {
        return place.layout().offset(targets);
    }

    /** What single operations read besides. */
    Lookups lookups() {
        Lookups present = lookups;
        if (present == null) {
            present = new Lookups();
            lookups = present;
        }
        return present;
    }

    @Override
    public void close() {
        place.close();
        if (lookups != null) {
            lookups.place.close();
        }
    }

    /** Sentences with their limits; their words are in {@link Lookups}. */
    final class Words implements Sentences {
        private final int count;
        private final int wordLimit;
        private final int timeLimit;

        Words(WordLists words) {
            this.count = words.count();
            this.wordLimit = limit(words.words());
            this.timeLimit = limit(words.times());
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

        /** Where {@link #lookup} is. */
        GpuBuffer indices() {
            return lookups().buffer();
        }

        Lookup lookup() {
            return this == memories ? lookups().memories : lookups().queries;
        }
    }

    /** The story of each slot, and memories and queries sentence by sentence. */
    final class Lookups {
        private final Lookup memories;
        private final Lookup queries;
        private final int slotStory;
        private final BatchMemory.Place place;

        Lookups() {
            PackedIndices packed = new PackedIndices();
            this.memories = new Lookup(host.memories(), GpuBatch.this.memories, packed);
            this.queries = new Lookup(host.queries(), GpuBatch.this.queries, packed);
            this.slotStory = packed.add(storyOfSlots(host));
            this.place = uploads.takeLookups(packed);
            this.memories.lie(place.layout());
            this.queries.lie(place.layout());
            uploads.send(packed, place);
        }

        int slotStory() {
            return place.layout().offset(slotStory);
        }

        GpuBuffer buffer() {
            return place.input().buffer();
        }
    }
}
