package org.memn2n.ops.opencl;

import java.nio.ByteBuffer;
import org.memn2n.ops.gpu.GpuBuffer;
import org.memn2n.ops.gpu.GpuInput;

/** Device memory for input, which is sent in turn with the work: the host does not wait, and the queue keeps the order. */
final class OpenClInput implements GpuInput {
    private final OpenClQueue queue;
    private final GpuBuffer buffer;

    OpenClInput(OpenClQueue queue, GpuBuffer buffer) {
        this.queue = queue;
        this.buffer = buffer;
    }

    @Override
    public GpuBuffer buffer() {
        return buffer;
    }

    @Override
    public void send(ByteBuffer staging, int bytes) {
        queue.upload(staging, buffer, 0, bytes);
    }

    @Override
    public void release() {}

    @Override
    public void close() {
        buffer.close();
    }
}
