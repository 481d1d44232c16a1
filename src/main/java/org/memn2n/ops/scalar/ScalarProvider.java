package org.memn2n.ops.scalar;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Backend;
import org.memn2n.ops.BackendProvider;
import org.memn2n.ops.DeviceException;

/** Offers the scalar backend, which works everywhere. */
public final class ScalarProvider implements BackendProvider {
    static final String NAME = "scalar";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "the reference: plain Java, sums in double, one thread a queue";
    }

    @Override
    public @Nullable String refusal() {
        return null;
    }

    @Override
    public List<String> devices() {
        return List.of(new ScalarBackend(Precision.SINGLE).device());
    }

    @Override
    public Backend open(int index) {
        if (index != 0) {
            throw new DeviceException(NAME + ":" + index + ": there is only one, " + NAME);
        }
        return new ScalarBackend(Precision.SINGLE);
    }
}
