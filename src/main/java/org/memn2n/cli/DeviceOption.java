package org.memn2n.cli;

import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import picocli.CommandLine.Option;

/** Which device does the work. */
final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = Backends.AUTO,
            description = "auto, or a name that 'memn2n devices' lists (default: ${DEFAULT-VALUE})")
    String name = Backends.AUTO;

    Backend open() {
        return Backends.open(name);
    }
}
