package org.memn2n.ops.cuda;

import org.memn2n.ops.Backend;
import org.memn2n.ops.Ops;
import org.memn2n.ops.gpu.GpuKernels;

/** An NVIDIA GPU. Each {@link Ops} is a stream of its own. */
final class CudaBackend implements Backend {
    private final CudaDevice device;

    CudaBackend(CudaDevice device) {
        this.device = device;
    }

    @Override
    public String name() {
        return CudaProvider.NAME;
    }

    @Override
    public String device() {
        return device.label();
    }

    @Override
    public Ops newOps() {
        return new Ops(new GpuKernels(new CudaQueue(device)));
    }

    /** The device behind it, for tests that look for leaks. */
    CudaDevice cudaDevice() {
        return device;
    }

    @Override
    public void close() {
        device.close();
    }
}
