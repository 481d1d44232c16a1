package org.memn2n.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.cuda.CudaProvider;
import org.memn2n.ops.opencl.OpenClProvider;
import org.memn2n.ops.scalar.ScalarProvider;
import org.memn2n.ops.simd.SimdProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where backends are chosen: the only class that names them.
 *
 * <p>A backend asked for by name runs or throws. Only {@code auto} chooses, the best one that works here,
 * and it logs which one it took and why each better one was refused.
 */
public final class Backends {
    /** The name that lets the machine decide. */
    public static final String AUTO = "auto";

    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);

    /** The best first. */
    private static final List<BackendProvider> PROVIDERS =
            List.of(new CudaProvider(), new OpenClProvider(), new SimdProvider(), new ScalarProvider());

    /** A backend, and which of its devices, by number or by a part of its name. */
    private static final Pattern NAME = Pattern.compile("([a-z]+)(?::(?:([0-9]{1,4})|(.*[^0-9].*)))?");

    private Backends() {}

    /**
     * Whether a backend can be used on this machine.
     *
     * @param name the name it is asked for by
     * @param description what it is
     * @param refusal why it cannot be used here, or null when it can
     * @param devices what it can run on, in the order of their numbers; none when it cannot be used
     */
    public record Availability(
            String name, String description, @Nullable String refusal, List<String> devices) {
        /** Whether it can be used here. */
        public boolean usable() {
            return refusal == null;
        }
    }

    /** The best backend that works on this machine. */
    public static Backend auto() {
        return choose(PROVIDERS);
    }

    /**
     * The backend of this name, such as {@code scalar}, {@code cuda:1} or, by a part of a device's name,
     * {@code opencl:radeon}; or the best one for {@code auto}.
     *
     * @throws DeviceException when there is no backend of this name, or it cannot be used here
     */
    public static Backend open(String name) {
        return open(name, PROVIDERS);
    }

    /** Every backend of this version, the best first, with the reason when it cannot be used here. */
    public static List<Availability> available() {
        return PROVIDERS.stream()
                .map(provider -> new Availability(
                        provider.name(), provider.description(), provider.refusal(), provider.devices()))
                .toList();
    }

    static Backend open(String name, List<BackendProvider> providers) {
        if (name.equals(AUTO)) {
            return choose(providers);
        }
        Matcher asked = NAME.matcher(name);
        for (BackendProvider provider : providers) {
            if (asked.matches() && provider.name().equals(asked.group(1))) {
                String part = asked.group(3);
                String index = asked.group(2);
                return part != null ? provider.open(part) : provider.open(index == null ? 0 : Integer.parseInt(index));
            }
        }
        String known = providers.stream().map(BackendProvider::name).collect(Collectors.joining(", "));
        throw new DeviceException("unknown device '" + name + "'; this version has: " + AUTO + ", " + known);
    }

    static Backend choose(List<BackendProvider> providers) {
        List<String> refusals = new ArrayList<>();
        for (BackendProvider provider : providers) {
            String refusal = provider.refusalOfAuto();
            if (refusal != null) {
                refusals.add(provider.name() + ": " + refusal);
                continue;
            }
            try {
                Backend backend = provider.open(0);
                String reasons = refusals.isEmpty() ? "" : "; not taken: " + String.join("; ", refusals);
                LOG.info("auto took {}: {}{}", backend.name(), backend.device(), reasons);
                return backend;
            } catch (DeviceException e) {
                refusals.add(String.valueOf(e.getMessage()));
            }
        }
        throw new DeviceException("no usable device: " + String.join("; ", refusals));
    }
}
