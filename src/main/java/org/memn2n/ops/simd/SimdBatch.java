package org.memn2n.ops.simd;

import org.memn2n.ops.AnswerRows;
import org.memn2n.ops.Batch;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.Sentences;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/** A batch of the SIMD backend: the host's arrays as they are, with their limits. */
record SimdBatch(StoryBatch host, Words memories, Words queries, int targetLimit) implements Batch {
    SimdBatch(StoryBatch host) {
        this(host, new Words(host.memories()), new Words(host.queries()), limit(host.targets()));
    }

    static SimdBatch of(Batch batch) {
        if (batch instanceof SimdBatch simd) {
            return simd;
        }
        throw new DeviceException("a " + batch.getClass().getSimpleName()
                + " was handed to the simd backend; upload the batch to the backend that uses it");
    }

    private static int limit(int[] indices) {
        int most = -1;
        for (int index : indices) {
            most = Math.max(most, index);
        }
        return most + 1;
    }

    @Override
    public int stories() {
        return host.stories();
    }

    /** B+1 ... the first slot of each story, and the end. */
    int[] slotOffsets() {
        return host.slotOffsets();
    }

    int[] targets() {
        return host.targets();
    }

    @Override
    public void close() {}

    /** Sentences of the SIMD backend. */
    record Words(WordLists host, int wordLimit, int timeLimit) implements Sentences {
        Words(WordLists host) {
            this(host, limit(host.words()), limit(host.times()));
        }

        static Words of(Sentences sentences) {
            if (sentences instanceof Words words) {
                return words;
            }
            throw new DeviceException(
                    "sentences of another backend were handed to the simd backend; upload the batch to it");
        }

        @Override
        public int count() {
            return host.count();
        }
    }

    /** Answer rows of the SIMD backend. */
    record Rows(int[] rows, int rowLimit) implements AnswerRows {
        Rows(int[] rows) {
            this(rows.clone(), limit(rows));
        }

        static Rows of(AnswerRows rows) {
            if (rows instanceof Rows simd) {
                return simd;
            }
            throw new DeviceException("answer rows of another backend were handed to the simd backend");
        }

        @Override
        public int count() {
            return rows.length;
        }

        @Override
        public void close() {}
    }
}
