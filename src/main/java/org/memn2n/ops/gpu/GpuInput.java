package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;

/**
 * Device memory for input that is sent beside the work of a queue: while one input is worked on, the next one
 * travels. Belongs to the queue that made it, which closes it at the latest.
 */
public interface GpuInput extends AutoCloseable {
    /** The memory itself. */
    GpuBuffer buffer();

    /**
     * Sends the first {@code bytes} of a buffer from {@link GpuQueue#staging}, as soon as all work that was
     * enqueued before the last {@link #release} is done. Work that is enqueued from now on waits for it.
     */
    void send(ByteBuffer staging, int bytes);

    /** Says that no work that is enqueued from now on reads what was sent. */
    void release();

    /** Gives the memory back; twice does no harm. */
    @Override
    void close();
}
