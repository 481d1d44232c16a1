package org.memn2n.ops.scalar;

import java.util.stream.IntStream;
import org.memn2n.ops.AnswerRows;
import org.memn2n.ops.Batch;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.Sentences;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/** A batch of the scalar backend: the host's arrays as they are, with their limits. */
record ScalarBatch(StoryBatch host, Words memories, Words queries, int targetLimit) implements Batch {
    ScalarBatch(StoryBatch host) {
        this(host, new Words(host.memories()), new Words(host.queries()), limit(host.targets()));
    }

    static ScalarBatch of(Batch batch) {
        if (batch instanceof ScalarBatch scalar) {
            return scalar;
        }
        throw new DeviceException("a " + batch.getClass().getSimpleName()
                + " was handed to the scalar backend; upload the batch to the backend that uses it");
    }

    @Override
    public int stories() {
        return host.stories();
    }

    /** S+1 ... the first slot of each story, and the end. */
    int[] slotOffsets() {
        return host.slotOffsets();
    }

    int[] targets() {
        return host.targets();
    }

    @Override
    public void close() {}

    static int limit(int[] indices) {
        return IntStream.of(indices).max().orElse(-1) + 1;
    }

    /** Sentences of the scalar backend. */
    record Words(WordLists host, int wordLimit, int timeLimit) implements Sentences {
        Words(WordLists host) {
            this(host, limit(host.words()), limit(host.times()));
        }

        static Words of(Sentences sentences) {
            if (sentences instanceof Words words) {
                return words;
            }
            throw new DeviceException(
                    "sentences of another backend were handed to the scalar backend; upload the batch to it");
        }

        @Override
        public int count() {
            return host.count();
        }
    }

    /** Answer rows of the scalar backend. */
    record Rows(int[] rows) implements AnswerRows {
        @Override
        public int count() {
            return rows.length;
        }

        @Override
        public int rowLimit() {
            return limit(rows);
        }

        @Override
        public void close() {}
    }
}
