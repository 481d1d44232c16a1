package org.memn2n.ops.gpu;

import org.jspecify.annotations.Nullable;

/** Device memory for intermediate results of one queue; grows, and is kept. */
final class Scratch implements AutoCloseable {
    private final GpuQueue queue;
    private @Nullable GpuBuffer buffer;

    Scratch(GpuQueue queue) {
        this.queue = queue;
    }

    /** Memory of at least so many bytes; the contents are undefined. */
    GpuBuffer atLeast(long bytes) {
        GpuBuffer present = buffer;
        if (present == null || present.bytes() < bytes) {
            close();
            present = queue.allocate(Math.max(1, bytes));
            buffer = present;
        }
        return present;
    }

    /** The memory of the last {@link #atLeast}. */
    GpuBuffer buffer() {
        return atLeast(1);
    }

    @Override
    public void close() {
        if (buffer != null) {
            buffer.close();
            buffer = null;
        }
    }
}
