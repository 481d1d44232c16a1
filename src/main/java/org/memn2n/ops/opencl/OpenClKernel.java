package org.memn2n.ops.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_kernel;
import org.jocl.cl_program;
import org.memn2n.ops.gpu.GpuKernel;

/** An owned kernel of one queue, since its arguments are a state of its own, with the size of its work-groups. */
final class OpenClKernel implements AutoCloseable {
    private final OpenClDevice device;
    private final GpuKernel kernel;
    private final cl_kernel handle;
    private final int groupSize;

    OpenClKernel(OpenClDevice device, GpuKernel kernel, cl_program program) {
        this.device = device;
        this.kernel = kernel;
        int[] status = new int[1];
        handle = CL.clCreateKernel(program, kernel.entry(), status);
        device.check(status[0], "finding kernel " + kernel.entry());
        device.made();
        groupSize = groupSize(kernel.threadsX() * kernel.threadsY(), device.largestGroup(), ownLimit());
    }

    /** What the device can run of this very kernel at a time: registers and local memory may set a limit of its own. */
    private long ownLimit() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        int status = CL.clGetKernelWorkGroupInfo(
                handle, device.hardware().device(), CL.CL_KERNEL_WORK_GROUP_SIZE, Long.BYTES, Pointer.to(bytes), null);
        if (status != CL.CL_SUCCESS) {
            close();
        }
        device.check(status, "asking for the work-groups of kernel " + kernel.entry());
        return bytes.getLong(0);
    }

    /** The largest power of two that the catalogue, the device and the kernel allow; at least 1. */
    static int groupSize(int catalogued, int largestGroup, long ownLimit) {
        return Integer.highestOneBit((int) Math.max(1, Math.min(Math.min(catalogued, largestGroup), ownLimit)));
    }

    /** For calls of OpenCL. */
    cl_kernel handle() {
        return handle;
    }

    /** Work-items of a group. */
    int groupSize() {
        return groupSize;
    }

    /** What is asked when an argument is set, for an error. */
    String argument(int number) {
        return "setting argument " + number + " of kernel " + kernel.entry();
    }

    @Override
    public void close() {
        CL.clReleaseKernel(handle);
        device.destroyed();
    }
}
