package org.memn2n.ops.opencl;

import static org.jocl.CL.CL_CONTEXT_PLATFORM;

import org.jocl.CL;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.gpu.CountedDevice;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuLanguage;
import org.memn2n.ops.gpu.GpuTraits;

/** One device: its context, its programs, and the count of what is in use. Safe to share between threads. */
final class OpenClDevice extends CountedDevice {
    /** The most work-items of a group, where that should be less than what the device allows. */
    static final String GROUP = "memn2n.opencl.group";

    /** More does not help a GPU, and on a CPU, where a group is a loop of one thread, less keeps it in the first cache. */
    private static final int GROUP_OF_GPU = 256;

    private static final int GROUP_OF_CPU = 64;

    /** What the catalogue asks for at most: kernels have local memory for so many. */
    private static final int LARGEST_GROUP = 512;

    /** What kernels of whole stories share besides, rounded up by a driver. */
    private static final int LOCAL_RESERVE = 1024;

    private final OpenClHardware hardware;
    private final String label;
    private final cl_context context;
    private final OpenClPrograms programs;
    private final GpuTraits traits;
    private final int largestGroup;
    private boolean closed;

    /** Opens a device and builds all kernels but the late ones, unless they are in the cache. */
    OpenClDevice(OpenClHardware hardware, int index, ProgramCache cache) {
        this.hardware = hardware;
        this.label = OpenClProvider.NAME + ":" + index + " (" + hardware.label() + ")";
        if (hardware.refusal() != null) {
            throw new DeviceException(label + ": " + hardware.refusal());
        }
        this.largestGroup = chooseGroup();
        int shared = (int) Math.min(Integer.MAX_VALUE, hardware.localBytes() - LOCAL_RESERVE);
        this.traits = new GpuTraits(
                GpuLanguage.OPENCL, hardware.units(), shared, Math.max(4, largestGroup), Integer.MAX_VALUE);
        int[] status = new int[1];
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL_CONTEXT_PLATFORM, hardware.platform());
        this.context = CL.clCreateContext(properties, 1, new cl_device_id[] {hardware.device()}, null, null, status);
        check(status[0], "making a context");
        this.programs = new OpenClPrograms(this, cache);
        try {
            for (GpuKernel kernel : GpuKernel.values()) {
                if (kernel.isIn(GpuLanguage.OPENCL) && !kernel.late()) {
                    programs.of(kernel.file());
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private int chooseGroup() {
        int wanted =
                Integer.getInteger(GROUP, hardware.kind() == OpenClHardware.Kind.CPU ? GROUP_OF_CPU : GROUP_OF_GPU);
        if (wanted < 1) {
            throw new DeviceException("-D" + GROUP + " takes 1 or more, found " + wanted);
        }
        return Integer.highestOneBit(Math.min(Math.min(wanted, LARGEST_GROUP), hardware.groupSize()));
    }

    /** A kernel for one queue, built with its file if it was not yet; the caller closes it. */
    OpenClKernel newKernel(GpuKernel kernel) {
        return new OpenClKernel(this, kernel, programs.of(kernel.file()));
    }

    /** Throws unless a call of OpenCL succeeded. */
    void check(int status, String what) {
        OpenClCalls.check(status, label, what);
    }

    /** Throws when a buffer is larger than the device says it takes, or all of them together are. */
    void checkRoom(long bytes, String what) {
        if (bytes > hardware.largestBuffer() || bytes > hardware.memoryBytes() - bytes()) {
            throw OpenClCalls.tooLarge(label + ": " + what + " is more than the device has: buffers up to "
                    + hardware.largestBuffer() + " bytes, " + hardware.memoryBytes() + " in all");
        }
    }

    @Override
    public String label() {
        return label;
    }

    /** What OpenCL says of it. */
    OpenClHardware hardware() {
        return hardware;
    }

    /** For calls of OpenCL. */
    cl_context context() {
        return context;
    }

    /** What launches may count on. */
    GpuTraits traits() {
        return traits;
    }

    /** The most work-items of a group, a power of two. */
    int largestGroup() {
        return largestGroup;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            programs.close();
            CL.clReleaseContext(context);
        }
    }
}
