package org.memn2n.ops.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.gpu.StagingPiece;

/** Memory outside the heap that a queue copies from, and the event of the last copy. */
final class OpenClStagingPiece implements StagingPiece {
    private final OpenClDevice device;
    private ByteBuffer memory = ByteBuffer.allocateDirect(0);
    private @Nullable cl_event copied;

    OpenClStagingPiece(OpenClDevice device) {
        this.device = device;
    }

    /** Copies from its start. */
    void upload(cl_mem target, long offset, int bytes, cl_command_queue queue) {
        cl_event event = new cl_event();
        int status = CL.clEnqueueWriteBuffer(queue, target, false, offset, bytes, Pointer.to(memory), 0, null, event);
        device.check(status, "uploading " + bytes + " bytes");
        device.made();
        copied = event;
    }

    @Override
    public ByteBuffer memory() {
        return memory;
    }

    @Override
    public void renew(int bytes) {
        memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void await() {
        cl_event event = copied;
        if (event != null) {
            int status = CL.clWaitForEvents(1, new cl_event[] {event});
            release(event);
            device.check(status, "waiting for an upload");
        }
    }

    private void release(cl_event event) {
        copied = null;
        CL.clReleaseEvent(event);
        device.destroyed();
    }

    /** The queue has finished before. */
    @Override
    public void close() {
        if (copied != null) {
            release(copied);
        }
    }
}
