package org.memn2n.ops.cuda;

import java.util.Set;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.gpu.GpuBuffer;

/** Owned device memory, counted by its device and known to the queue that allocated it. */
final class CudaBuffer implements GpuBuffer {
    private final CudaDevice device;
    private final Set<CudaBuffer> siblings;
    private final DevicePointer pointer = new DevicePointer();
    private final long bytes;
    private boolean closed;

    /** New memory, which is one of {@code siblings} until it is closed. */
    CudaBuffer(CudaDevice device, long bytes, Set<CudaBuffer> siblings) {
        this.device = device;
        this.siblings = siblings;
        this.bytes = bytes;
        device.makeCurrent();
        CudaCalls.check(
                JCudaDriver.cuMemAlloc(pointer, bytes),
                device.label(),
                "allocating " + bytes + " bytes beside " + device.bytes() + " in use");
        device.allocated(bytes);
        siblings.add(this);
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
            siblings.remove(this);
        }
    }
}
