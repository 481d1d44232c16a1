package org.memn2n.ops.opencl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Backend;
import org.memn2n.ops.BackendProvider;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.gpu.GpuBackend;

/** Offers whatever has an OpenCL driver: GPUs of any vendor first, then CPUs, then what cannot be used. */
public final class OpenClProvider implements BackendProvider {
    static final String NAME = "opencl";

    private static final String FASTER = "for which simd is faster; --device opencl takes them all the same";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "GPUs of any vendor, and CPUs: hand-written kernels through JOCL";
    }

    @Override
    public @Nullable String refusal() {
        return OpenClLibrary.refusal();
    }

    /** The CPU has a backend of its own, which knows it better; drivers for CPUs alone are not even loaded. */
    @Override
    public @Nullable String refusalOfAuto() {
        String cpus = IcdEntries.onlyForCpus();
        if (cpus != null) {
            return "it has only drivers for CPUs here (" + cpus + "), " + FASTER;
        }
        String refusal = refusal();
        if (refusal != null) {
            return refusal;
        }
        OpenClHardware first = OpenClLibrary.devices().get(0);
        if (first.refusal() != null) {
            return first.label() + ": " + first.refusal();
        }
        return first.kind() == OpenClHardware.Kind.CPU ? "it has only CPU devices here, " + FASTER : null;
    }

    @Override
    public List<String> devices() {
        List<OpenClHardware> devices = OpenClLibrary.devices();
        List<String> lines = new ArrayList<>();
        for (int index = 0; index < devices.size(); index++) {
            lines.add(devices.get(index).line(index));
        }
        return lines;
    }

    @Override
    public Backend open(int index) {
        List<OpenClHardware> devices = usable();
        if (index < 0 || index >= devices.size()) {
            throw new DeviceException(NAME + ":" + index + ": OpenCL devices are numbered from 0 to "
                    + (devices.size() - 1) + "; 'memn2n devices' lists them");
        }
        OpenClDevice device = new OpenClDevice(devices.get(index), index, ProgramCache.ofUser());
        return new GpuBackend(NAME, device, () -> new OpenClQueue(device));
    }

    @Override
    public Backend open(String part) {
        List<OpenClHardware> devices = usable();
        for (int index = 0; index < devices.size(); index++) {
            if (devices.get(index).isCalled(part)) {
                return open(index);
            }
        }
        throw new DeviceException(
                NAME + ":" + part + ": no OpenCL device has this in its name, platform or version; there" + " are: "
                        + String.join("; ", devices()));
    }

    private List<OpenClHardware> usable() {
        String refusal = refusal();
        if (refusal != null) {
            throw new DeviceException(NAME + ": " + refusal);
        }
        return OpenClLibrary.devices();
    }
}
