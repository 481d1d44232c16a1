package org.memn2n.ops.cuda;

import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.gpu.GpuBuffer;

/** Owned device memory, counted by its device and known to the queue that allocated it. */
final class CudaBuffer implements GpuBuffer {
    private final CudaDevice device;
    private final CudaQueue queue;
    private final DevicePointer pointer = new DevicePointer();
    private final long bytes;
    private boolean closed;

    /** New memory, which its queue is told of when it is closed. */
    CudaBuffer(CudaDevice device, long bytes, CudaQueue queue) {
        this.device = device;
        this.queue = queue;
        this.bytes = bytes;
        device.makeCurrent();
        device.check(
                JCudaDriver.cuMemAlloc(pointer, bytes),
                "allocating " + bytes + " bytes beside " + device.bytes() + " in use");
        device.allocated(bytes);
    }

    /** A buffer that is known to be of this device. */
    static CudaBuffer of(GpuBuffer buffer, CudaDevice user) {
        if (!(buffer instanceof CudaBuffer cuda)) {
            throw new DeviceException("memory of another backend was handed to CUDA");
        }
        if (cuda.device != user) {
            throw new DeviceException("memory of " + cuda.device.label() + " was handed to another backend, "
                    + user.label() + "; upload tensors and batches to the device that uses them");
        }
        return cuda;
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
            queue.closing(this);
            closed = true;
            device.makeCurrent();
            JCudaDriver.cuMemFree(pointer);
            device.freed(bytes);
        }
    }
}
