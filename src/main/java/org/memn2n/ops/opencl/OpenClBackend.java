package org.memn2n.ops.opencl;

import org.memn2n.ops.Backend;
import org.memn2n.ops.Ops;
import org.memn2n.ops.gpu.GpuKernels;

/** An OpenCL device. Each {@link Ops} is a command queue of its own. */
final class OpenClBackend implements Backend {
    private final OpenClDevice device;

    OpenClBackend(OpenClDevice device) {
        this.device = device;
    }

    @Override
    public String name() {
        return OpenClProvider.NAME;
    }

    @Override
    public String device() {
        return device.label();
    }

    @Override
    public Ops newOps() {
        return new Ops(new GpuKernels(new OpenClQueue(device)));
    }

    /** The device behind it, for tests that look for leaks. */
    OpenClDevice openClDevice() {
        return device;
    }

    @Override
    public void close() {
        device.close();
    }
}
