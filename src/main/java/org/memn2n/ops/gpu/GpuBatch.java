package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.memn2n.ops.Batch;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.Sentences;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/** A batch in device memory: one buffer of indices, and where in it each array begins. */
final class GpuBatch implements Batch {
    private final int stories;
    private final int targetLimit;
    private final Words memories;
    private final Words queries;
    private final int slotOffsets;
    private final int slotStory;
    private final int targets;
    private final PackedIndices packed = new PackedIndices();
    private final BufferPool pool;
    private final GpuBuffer buffer;
    private boolean closed;

    GpuBatch(StoryBatch host, GpuQueue queue, BufferPool pool) {
        this.stories = host.stories();
        this.targetLimit = limit(host.targets());
        this.memories = new Words(host.memories());
        this.queries = new Words(host.queries());
        this.slotOffsets = packed.add(host.slotOffsets());
        this.slotStory = packed.add(storyOfSlots(host));
        this.targets = packed.add(host.targets());
        this.pool = pool;
        this.buffer = pool.take(packed.bytes(), queue);
        ByteBuffer staging = queue.staging(packed.bytes());
        packed.write(staging);
        queue.upload(staging, buffer, packed.bytes());
    }

    static GpuBatch of(Batch batch) {
        if (batch instanceof GpuBatch gpu) {
            return gpu;
        }
        throw new DeviceException("a " + batch.getClass().getSimpleName()
                + " was handed to a GPU backend; upload the batch to the backend that uses it");
    }

    private static int limit(int[] indices) {
        return IntStream.of(indices).max().orElse(-1) + 1;
    }

    private static int[] storyOfSlots(StoryBatch host) {
        int[] story = new int[host.slots()];
        for (int b = 0; b < host.stories(); b++) {
            Arrays.fill(story, host.slotOffsets()[b], host.slotOffsets()[b + 1], b);
        }
        return story;
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
        return buffer;
    }

    int slotOffsets() {
        return slotOffsets;
    }

    int slotStory() {
        return slotStory;
    }

    int targets() {
        return targets;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pool.giveBack(buffer);
        }
    }

    /** Sentences in the batch's buffer, with what the gradient needs: where each word and each time occurs. */
    final class Words implements Sentences {
        private final int count;
        private final int wordLimit;
        private final int timeLimit;
        private final boolean timed;
        private final int words;
        private final int offsets;
        private final int times;
        private final Occurrences wordOccurrences;
        private final int positions;
        private final Occurrences timeOccurrences;

        Words(WordLists host) {
            this.count = host.count();
            this.wordLimit = limit(host.words());
            this.timeLimit = limit(host.times());
            this.timed = host.timed();
            this.words = packed.add(host.words());
            this.offsets = packed.add(host.offsets());
            this.times = packed.add(host.times());
            SortedOccurrences sorted = SortedOccurrences.of(host.words(), wordLimit);
            int[] sentence = sentenceOfWords(host);
            int[] position = new int[sorted.order().length];
            for (int i = 0; i < position.length; i++) {
                int word = sorted.order()[i];
                position[i] = word - host.offsets()[sentence[word]] + 1;
            }
            this.wordOccurrences = new Occurrences(
                    sorted, IntStream.of(sorted.order()).map(w -> sentence[w]).toArray());
            this.positions = packed.add(position);
            SortedOccurrences sortedTimes = SortedOccurrences.of(host.times(), timeLimit);
            this.timeOccurrences = new Occurrences(sortedTimes, sortedTimes.order());
        }

        private int[] sentenceOfWords(WordLists host) {
            int[] sentence = new int[host.words().length];
            for (int s = 0; s < host.count(); s++) {
                Arrays.fill(sentence, host.offsets()[s], host.offsets()[s + 1], s);
            }
            return sentence;
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
            return buffer;
        }

        int words() {
            return words;
        }

        int offsets() {
            return offsets;
        }

        int times() {
            return times;
        }

        Occurrences wordOccurrences() {
            return wordOccurrences;
        }

        int positions() {
            return positions;
        }

        Occurrences timeOccurrences() {
            return timeOccurrences;
        }
    }

    /** Sorted occurrences in the batch's buffer. */
    final class Occurrences {
        private final int count;
        private final int unique;
        private final int starts;
        private final int sentences;

        Occurrences(SortedOccurrences sorted, int[] sentenceOf) {
            this.count = sorted.unique().length;
            this.unique = packed.add(sorted.unique());
            this.starts = packed.add(sorted.starts());
            this.sentences = packed.add(sentenceOf);
        }

        int count() {
            return count;
        }

        int unique() {
            return unique;
        }

        int starts() {
            return starts;
        }

        int sentences() {
            return sentences;
        }
    }
}
