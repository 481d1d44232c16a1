package org.memn2n.ops.cuda;

import java.nio.ByteBuffer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.gpu.StagingPiece;

/** Page-locked memory that a stream copies from, and the event behind the last copy. */
final class CudaStagingPiece implements StagingPiece {
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final CudaDevice device;
    private final CudaEvent copied;
    private @Nullable PinnedMemory memory;
    private boolean busy;

    CudaStagingPiece(CudaDevice device) {
        this.device = device;
        this.copied = new CudaEvent(device);
    }

    /** Copies from its start; gives the event behind the copy. */
    CudaEvent upload(CUdeviceptr target, int bytes, CudaStream stream) {
        PinnedMemory present = memory;
        if (present == null) {
            throw new IllegalStateException("staging memory is sent before it was asked for");
        }
        device.check(
                JCudaDriver.cuMemcpyHtoDAsync(target, HostPointer.of(present.address()), bytes, stream.handle()),
                "uploading " + bytes + " bytes");
        copied.record(stream);
        busy = true;
        return copied;
    }

    @Override
    public ByteBuffer memory() {
        return memory == null ? NOTHING : memory.view();
    }

    @Override
    public void renew(int bytes) {
        free();
        memory = new PinnedMemory(device, bytes);
    }

    @Override
    public void await() {
        if (busy) {
            copied.await();
            busy = false;
        }
    }

    private void free() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }

    @Override
    public void close() {
        free();
        copied.close();
    }
}
