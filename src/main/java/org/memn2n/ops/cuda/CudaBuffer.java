package org.memn2n.ops.cuda;

import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.gpu.GpuBuffer;

/** Owned device memory, counted by its device. */
final class CudaBuffer implements GpuBuffer {
    private final CudaDevice device;
    private final DevicePointer pointer = new DevicePointer();
    private final long bytes;
    private boolean closed;

    CudaBuffer(CudaDevice device, long bytes) {
        this.device = device;
        this.bytes = bytes;
        device.makeCurrent();
        CudaCalls.check(
                JCudaDriver.cuMemAlloc(pointer, bytes),
                device.label(),
                "allocating " + bytes + " bytes beside " + device.bytes() + " in use");
        device.allocated(bytes);
    }

    static CudaBuffer of(GpuBuffer buffer) {
        if (buffer instanceof CudaBuffer cuda) {
            return cuda;
        }
        throw new DeviceException("memory of another backend was handed to CUDA");
    }

    /** For driver calls. */
    CUdeviceptr pointer() {
        return open();
    }

    /** Where it lies on the device. */
    long address() {
        return open().address();
    }

    private DevicePointer open() {
        if (closed) {
            throw new IllegalStateException("device memory is used after it was given back");
        }
        return pointer;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            device.makeCurrent();
            JCudaDriver.cuMemFree(pointer);
            device.freed(bytes);
        }
    }
}
