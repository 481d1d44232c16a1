package org.memn2n.ops.cuda;

import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import org.memn2n.ops.gpu.GpuBuffer;
import org.memn2n.ops.gpu.OwnedBuffer;

/** Owned device memory, known to the queue that allocated it. */
final class CudaBuffer extends OwnedBuffer {
    private final CudaDevice device;
    private final CudaQueue queue;
    private final DevicePointer pointer = new DevicePointer();

    /** New memory, which its queue is told of when it is closed. */
    CudaBuffer(CudaDevice device, long bytes, CudaQueue queue) {
        super(device, bytes);
        this.device = device;
        this.queue = queue;
        device.makeCurrent();
        device.check(JCudaDriver.cuMemAlloc(pointer, bytes), request());
        counted();
    }

    /** A buffer that is known to be of this device. */
    static CudaBuffer of(GpuBuffer buffer, CudaDevice user) {
        return of(buffer, CudaBuffer.class, user);
    }

    /** For driver calls. */
    CUdeviceptr pointer() {
        checkOpen();
        return pointer;
    }

    /** Where it lies on the device. */
    long address() {
        checkOpen();
        return pointer.address();
    }

    @Override
    protected void closing() {
        queue.closing(this);
    }

    @Override
    protected void free() {
        device.makeCurrent();
        JCudaDriver.cuMemFree(pointer);
    }
}
