package org.memn2n;

import java.util.ArrayList;
import java.util.List;
import org.memn2n.ops.Backend;
import org.memn2n.ops.KeyValueMemory;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Storage;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.TopSlots;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;

/**
 * One large memory for many queries, such as a knowledge base: N slots, each a key and a value of d components, that stay
 * on the device. A query q reads {@code sum_i p_i c_i} with the softmax {@code p} of all inner products
 * {@code q . m_i}, exactly (paper equations 1 and 2, one hop).
 *
 * <pre>{@code
 * try (Backend backend = Backends.auto();
 *      SharedMemory memory = SharedMemory.of(backend, keys, values, Storage.FLOAT32)) {
 *     HostTensor found = memory.read(queries).results();        // [Q, d]
 *     List<SharedMemory.SlotWeight> why = memory.topSlots(query, 5);
 * }
 * }</pre>
 *
 * <p>Safe to share between threads: each call borrows a queue of work and intermediate tensors of its own.
 * {@link #replace} waits for the reads that are running, and later ones for it.
 */
public final class SharedMemory implements AutoCloseable {
    private final Backend backend;
    private final Ops owner;
    private final KeyValueMemory memory;
    private final Sessions<Session> sessions = new Sessions<>("shared memory", Session::new);

    private SharedMemory(Backend backend, long slots, int dimension, Storage storage) {
        this.backend = backend;
        this.owner = backend.newOps();
        try {
            this.memory = owner.newKeyValueMemory(slots, dimension, storage);
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    /**
     * A memory with these contents. Larger ones than an array can hold are made with {@link #builder}.
     *
     * @param backend must stay open as long as the memory; not closed by it
     * @param keys [N, d] copied to the device
     * @param values [N, d] copied to the device
     * @param storage how the device keeps them
     * @throws IllegalArgumentException when keys are no rows
     * @throws org.memn2n.ops.ShapeException when values have another shape than keys
     * @throws org.memn2n.ops.OutOfDeviceMemoryException when the device has too little memory
     */
    public static SharedMemory of(Backend backend, HostTensor keys, HostTensor values, Storage storage) {
        if (keys.shape().rank() != 2) {
            throw new IllegalArgumentException("keys have shape " + keys.shape() + ", expected a row for each slot");
        }
        long slots = keys.shape().extent(0);
        try (Builder builder = builder(backend, slots, keys.shape().extent(1), storage)) {
            return builder.add(keys, values).build();
        }
    }

    /**
     * A memory that is filled in pieces, in the order of its slots: it may have more numbers than an array can hold.
     *
     * @param slots N
     * @param dimension d
     * @throws org.memn2n.ops.ShapeException when these are no sizes of a memory
     * @throws org.memn2n.ops.OutOfDeviceMemoryException when the device has too little memory
     */
    public static Builder builder(Backend backend, long slots, int dimension, Storage storage) {
        return new Builder(new SharedMemory(backend, slots, dimension, storage));
    }

    /** Fills a memory. Closing it without {@link #build} gives the memory back to the device. */
    public static final class Builder implements AutoCloseable {
        private final SharedMemory filled;
        private long next;
        private boolean built;

        private Builder(SharedMemory filled) {
            this.filled = filled;
        }

        /**
         * Fills the next slots; their arrays may be used again afterwards.
         *
         * @param keys [n, d] read
         * @param values [n, d] read
         * @throws org.memn2n.ops.ShapeException when they have other components than the memory, or more rows than it has
         *     slots left
         */
        public Builder add(HostTensor keys, HostTensor values) {
            filled.replace(next, keys, values);
            next += keys.shape().extent(0);
            return this;
        }

        /**
         * The memory, which must be full.
         *
         * @throws IllegalStateException when slots are missing
         */
        public SharedMemory build() {
            if (next < filled.slots()) {
                throw new IllegalStateException(
                        next + " of " + filled.slots() + " slots were added; add the others before build()");
            }
            built = true;
            return filled;
        }

        @Override
        public void close() {
            if (!built) {
                filled.close();
            }
        }
    }

    /** N, the number of slots. */
    public long slots() {
        return memory.slots();
    }

    /** d, the components of keys, values and queries. */
    public int dimension() {
        return memory.dimension();
    }

    /** Which device holds it, for people. */
    public String device() {
        return backend.device();
    }

    /**
     * What was read.
     *
     * @param results [Q, d] for each query the values, weighted
     * @param logSums [Q] for each query the logarithm of the sum of all exponentials: the weight of a slot is
     *     {@code exp(q . m_i - logSum)}
     */
    public record Reading(HostTensor results, float[] logSums) {}

    /**
     * A slot that a query looked at.
     *
     * @param slot its number, from 0
     * @param score the inner product of query and key
     * @param weight how much of the result is its value, from 0 to 1
     */
    public record SlotWeight(long slot, float score, double weight) {}

    /**
     * Reads with many queries at once. Every slot takes part; without slots the results are 0.
     *
     * @param queries [Q, d]
     * @throws org.memn2n.ops.ShapeException when queries have another shape
     * @throws org.memn2n.ops.OutOfDeviceMemoryException when there are too many queries for the device
     * @throws IllegalStateException when this memory is closed
     */
    public Reading read(HostTensor queries) {
        return sessions.with(session -> session.read(queries));
    }

    /**
     * Why: the slots that weigh most in what {@code query} reads, the heaviest first, of equals the first.
     *
     * @param query [d]
     * @param count how many, 0 or more; fewer when there are fewer slots
     * @throws org.memn2n.ops.ShapeException when the query has other components, or the count is below 0
     * @throws IllegalStateException when this memory is closed
     */
    public List<SlotWeight> topSlots(float[] query, int count) {
        HostTensor one = new HostTensor(Shape.of(1, query.length), query);
        return sessions.with(session -> session.topSlots(one, (int) Math.min(count, slots())));
    }

    /**
     * Overwrites the slots from {@code firstSlot} on.
     *
     * @param keys [n, d] copied to the device
     * @param values [n, d] copied to the device
     * @throws org.memn2n.ops.ShapeException when they have other components, or the slots are not all there
     * @throws IllegalStateException when this memory is closed
     */
    public void replace(long firstSlot, HostTensor keys, HostTensor values) {
        sessions.alone(() -> owner.store(memory, firstSlot, keys, values));
    }

    /** Waits for calls that are running and gives back what is on the device; twice does no harm. */
    @Override
    public void close() {
        sessions.close(() -> {
            memory.close();
            owner.close();
        });
    }

    /** What one call at a time needs. */
    private final class Session implements Sessions.Session {
        private final Ops ops = backend.newOps();
        private final Tensor asked;
        private final Tensor results;
        private final Tensor logSums;

        Session() {
            try {
                asked = ops.allocate(Shape.of(0));
                results = ops.allocate(Shape.of(0));
                logSums = ops.allocate(Shape.of(0));
            } catch (RuntimeException e) {
                ops.close();
                throw e;
            }
        }

        Reading read(HostTensor queries) {
            ops.resize(asked, queries.shape());
            ops.resize(results, queries.shape());
            ops.resize(logSums, Shape.of(queries.shape().size() / dimension()));
            ops.upload(queries, asked);
            ops.attend(memory, asked, results, logSums);
            return new Reading(ops.download(results), ops.download(logSums).values());
        }

        List<SlotWeight> topSlots(HostTensor query, int count) {
            double logSum = read(query).logSums()[0];
            TopSlots top = ops.topSlots(memory, asked, count);
            List<SlotWeight> slots = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                slots.add(new SlotWeight(top.slots()[i], top.scores()[i], weight(top.scores()[i], logSum)));
            }
            return slots;
        }

        /** Rounding of large scores could make it more than 1; a score of -infinity has none, whatever the others. */
        private static double weight(float score, double logSum) {
            return score == Float.NEGATIVE_INFINITY ? 0 : Math.min(1, Math.exp(score - logSum));
        }

        @Override
        public void close() {
            asked.close();
            results.close();
            logSums.close();
            ops.close();
        }
    }
}
