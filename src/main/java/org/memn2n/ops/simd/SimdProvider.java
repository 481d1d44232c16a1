package org.memn2n.ops.simd;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Backend;
import org.memn2n.ops.BackendProvider;
import org.memn2n.ops.DeviceException;

/**
 * Offers the CPU through the Vector API. Itself free of that module's types, so it loads where the module is missing.
 */
public final class SimdProvider implements BackendProvider {
    static final String NAME = "simd";

    /** How many threads work at most; by default as many as the machine has processors. */
    static final String THREADS = "memn2n.threads";

    private static final List<String> WIDTHS = List.of("128", "256", "512");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "the CPU: Vector API over a pool of threads";
    }

    @Override
    public @Nullable String refusal() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return "add --add-modules jdk.incubator.vector to the java command";
        }
        if (threads() < 1 || threads() > Team.MOST_WORKERS) {
            return "-D" + THREADS + " takes 1 to " + Team.MOST_WORKERS + ", found " + System.getProperty(THREADS);
        }
        String bits = System.getProperty(Lanes.PROPERTY);
        if (bits != null && !WIDTHS.contains(bits)) {
            return "-D" + Lanes.PROPERTY + " takes one of " + WIDTHS + ", found " + bits;
        }
        return null;
    }

    @Override
    public List<String> devices() {
        return refusal() == null ? List.of(SimdBackend.describe(threads())) : List.of();
    }

    @Override
    public Backend open(int index) {
        String refusal = refusal();
        if (refusal != null) {
            throw new DeviceException(NAME + ": " + refusal);
        }
        if (index != 0) {
            throw new DeviceException(NAME + ":" + index + ": there is only one, " + NAME);
        }
        return new SimdBackend(threads());
    }

    /** How many threads work; 0 when the property is not a number. */
    private static int threads() {
        String asked = System.getProperty(THREADS);
        if (asked == null) {
            return Math.min(Runtime.getRuntime().availableProcessors(), Team.MOST_WORKERS);
        }
        try {
            return Integer.parseInt(asked);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
