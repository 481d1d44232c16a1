package org.memn2n.ops.cuda;

import java.nio.ByteBuffer;
import org.memn2n.ops.gpu.GpuBuffer;
import org.memn2n.ops.gpu.GpuInput;

/** Device memory that is written on the stream of uploads, and the event that says when it may be. */
final class CudaInput implements GpuInput {
    private final CudaQueue queue;
    private final CudaBuffer buffer;
    private final CudaEvent free;

    CudaInput(CudaDevice device, CudaQueue queue, CudaBuffer buffer) {
        this.queue = queue;
        this.buffer = buffer;
        this.free = new CudaEvent(device);
    }

    @Override
    public GpuBuffer buffer() {
        return buffer;
    }

    @Override
    public void send(ByteBuffer staging, int bytes) {
        queue.send(staging, buffer, bytes, free);
    }

    @Override
    public void release() {
        queue.release(free);
    }

    @Override
    public void close() {
        buffer.close();
        free.close();
        queue.forget(this);
    }
}
