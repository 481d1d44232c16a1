package org.memn2n.ops.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.driver.JCudaDriver;

/** An owned piece of page-locked host memory, at an address that the driver may be told. */
final class PinnedMemory implements AutoCloseable {
    private final CudaDevice device;
    private final HostPointer pointer = new HostPointer();
    private final ByteBuffer view;
    private boolean closed;

    PinnedMemory(CudaDevice device, int bytes) {
        this.device = device;
        device.makeCurrent();
        device.check(
                JCudaDriver.cuMemAllocHost(pointer, bytes), "allocating " + bytes + " bytes of page-locked memory");
        device.made();
        view = pointer.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
    }

    /** All of it, in native byte order. */
    ByteBuffer view() {
        return view;
    }

    /** Where it begins. */
    long address() {
        return pointer.address();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            device.makeCurrent();
            JCudaDriver.cuMemFreeHost(pointer);
            device.destroyed();
        }
    }
}
