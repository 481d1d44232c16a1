package org.memn2n.benchmarks;

import java.util.List;
import java.util.function.Function;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import picocli.CommandLine.Option;

/** Which of our backends a command measures, and with how many threads. */
final class DeviceOptions {
    @Option(names = "--devices", split = ",", paramLabel = "LIST", description = "our backends (default: scalar)")
    private List<String> devices = List.of("scalar");

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "LIST",
            description = "CPU threads of backends, and of peers, that have a setting (default: 1)")
    private List<Integer> threads = List.of(1);

    private final Function<String, Backend> opener;

    DeviceOptions() {
        this(Backends::open);
    }

    /** Backends that this opens by their names. */
    DeviceOptions(Function<String, Backend> opener) {
        this.opener = opener;
    }

    /**
     * Each backend with each number of threads, where it has such a setting. All are opened once: that one is not here
     * should be known before anything is measured.
     *
     * @throws org.memn2n.ops.DeviceException when one cannot be opened
     */
    List<Device> all() {
        List<Device> asked = devices.stream()
                .flatMap(name -> Device.of(name, threads, opener).stream())
                .toList();
        asked.forEach(device -> device.open().close());
        return asked;
    }

    List<Integer> threads() {
        return threads;
    }
}
