package org.memn2n.ops.opencl;

import org.jocl.CL;
import org.jocl.cl_mem;
import org.memn2n.ops.gpu.GpuBuffer;
import org.memn2n.ops.gpu.OwnedBuffer;

/** Owned device memory, known to the queue that allocated it. */
final class OpenClBuffer extends OwnedBuffer {
    private final OpenClQueue queue;
    private final cl_mem memory;

    /** New memory, which its queue is told of when it is closed. */
    OpenClBuffer(OpenClDevice device, long bytes, OpenClQueue queue) {
        super(device, bytes);
        this.queue = queue;
        device.checkRoom(bytes, request());
        int[] status = new int[1];
        memory = CL.clCreateBuffer(device.context(), CL.CL_MEM_READ_WRITE, bytes, null, status);
        device.check(status[0], request());
        counted();
    }

    /** A buffer that is known to be of this device. */
    static OpenClBuffer of(GpuBuffer buffer, OpenClDevice user) {
        return of(buffer, OpenClBuffer.class, user);
    }

    /** For calls of OpenCL. */
    cl_mem handle() {
        checkOpen();
        return memory;
    }

    @Override
    protected void closing() {
        queue.forget(this);
    }

    /** Commands that use it still keep it until they are done. */
    @Override
    protected void free() {
        CL.clReleaseMemObject(memory);
    }
}
