package org.memn2n.ops.cuda;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Backend;
import org.memn2n.ops.BackendProvider;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.gpu.GpuBackend;

/** Offers NVIDIA GPUs. */
public final class CudaProvider implements BackendProvider {
    static final String NAME = "cuda";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "NVIDIA GPUs: hand-written kernels through JCuda";
    }

    @Override
    public @Nullable String refusal() {
        return CudaLibrary.refusal();
    }

    @Override
    public List<String> devices() {
        return refusal() == null ? CudaHardware.all() : List.of();
    }

    @Override
    public Backend open(int index) {
        String refusal = refusal();
        if (refusal != null) {
            throw new DeviceException("cuda: " + refusal);
        }
        CudaDevice device = new CudaDevice(index);
        return new GpuBackend(NAME, device, () -> new CudaQueue(device));
    }
}
