package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;

/** Where the batches of a queue are sent: what whole stories read, and what only single operations read. */
final class BatchUploads implements AutoCloseable {
    private final GpuQueue queue;
    private final BatchMemory stories;
    private final BatchMemory lookups;
    private boolean wantsLookups;

    BatchUploads(GpuQueue queue) {
        this.queue = queue;
        this.stories = new BatchMemory(queue);
        this.lookups = new BatchMemory(queue);
    }

    /** A place for these arrays of whole stories. */
    BatchMemory.Place takeStories(PackedIndices packed) {
        return stories.take(packed.lengths());
    }

    /**
     * A place for these arrays of single operations. From now on they are sent with every batch: when they are asked
     * for in the middle of a step, the step cannot be replayed.
     */
    BatchMemory.Place takeLookups(PackedIndices packed) {
        wantsLookups = true;
        return lookups.take(packed.lengths());
    }

    /** Whether a batch has needed the arrays of single operations before. */
    boolean wantsLookups() {
        return wantsLookups;
    }

    void send(PackedIndices packed, BatchMemory.Place place) {
        int bytes = place.layout().bytes();
        ByteBuffer staging = queue.staging(bytes);
        packed.write(place.layout(), staging.asIntBuffer());
        place.input().send(staging, bytes);
    }

    @Override
    public void close() {
        stories.close();
        lookups.close();
    }
}
