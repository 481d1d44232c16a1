package org.memn2n.ops.gpu;

import java.util.ArrayList;
import java.util.List;

/** Buffers of batches that are done, kept for the next ones: allocating device memory waits for the device. */
final class BufferPool implements AutoCloseable {
    private static final int KEPT = 4;

    private final List<GpuBuffer> free = new ArrayList<>();
    private boolean closed;

    /** A buffer of at least so many bytes. */
    synchronized GpuBuffer take(long bytes, GpuQueue queue) {
        for (int i = 0; i < free.size(); i++) {
            if (free.get(i).bytes() >= bytes) {
                return free.remove(i);
            }
        }
        return queue.allocate(Long.highestOneBit(bytes) * 2);
    }

    /** Keeps a buffer for later, or frees it when enough are kept. */
    synchronized void giveBack(GpuBuffer buffer) {
        free.add(buffer);
        if (closed || free.size() > KEPT) {
            free.remove(0).close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        free.forEach(GpuBuffer::close);
        free.clear();
    }
}
