package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;

/** A small table in device memory, sent when it is not the one that was sent last. */
final class SentTable implements AutoCloseable {
    private final GpuQueue queue;
    private final Scratch memory;
    private ByteBuffer sent = ByteBuffer.allocate(0);

    SentTable(GpuQueue queue) {
        this.queue = queue;
        this.memory = new Scratch(queue);
    }

    /** The table with these contents, in native byte order. */
    GpuBuffer of(ByteBuffer wanted) {
        GpuBuffer target = memory.atLeast(wanted.capacity());
        if (!wanted.equals(sent)) {
            ByteBuffer staging = queue.staging(wanted.capacity());
            staging.duplicate().put(wanted.duplicate());
            queue.upload(staging, target, wanted.capacity());
            sent = wanted;
        }
        return target;
    }

    @Override
    public void close() {
        memory.close();
    }
}
