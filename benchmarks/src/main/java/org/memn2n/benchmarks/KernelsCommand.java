package org.memn2n.benchmarks;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.memn2n.benchmarks.kernels.KernelBenchmark;
import org.memn2n.benchmarks.kernels.KernelMeasurement;
import org.memn2n.benchmarks.kernels.KernelTable;
import org.memn2n.benchmarks.kernels.Sizes;
import org.memn2n.benchmarks.report.ResultFolder;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Single operations. Beside the results goes {@code slowest.txt}, the operations with the most time to gain first. */
@Command(
        name = "kernels",
        description = "Times each operation alone, as a share of a copy on the same device.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class KernelsCommand implements Callable<Integer> {
    /** Sizes of inputs. */
    enum SizeChoice {
        LARGE,
        SMALL
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--device", paramLabel = "NAME", description = "our backend (default: cuda)")
    private String device = "cuda";

    @Option(names = "--operations", split = ",", paramLabel = "LIST", description = "which (default: all)")
    private List<String> operations = List.of();

    @Option(names = "--sizes", paramLabel = "NAME", description = "large, or small for a trial (default: large)")
    private SizeChoice sizes = SizeChoice.LARGE;

    @Option(names = "--seconds", paramLabel = "x", description = "for each operation (default: 0.5)")
    private double seconds = 0.5;

    @Option(
            names = "--only-run",
            paramLabel = "n",
            description = "run each so many times and time nothing, for a profiler")
    private int onlyRun;

    @Mixin
    private final ResultOptions result = new ResultOptions();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try (Backend backend = Backends.open(device)) {
            KernelBenchmark benchmark = benchmark(backend, err);
            if (onlyRun > 0) {
                benchmark.runOnly(onlyRun);
                return 0;
            }
            ResultFolder folder = result.folder();
            List<KernelMeasurement> measurements = benchmark.run(soFar -> write(folder, soFar));
            spec.commandLine().getOut().print(write(folder, measurements));
            spec.commandLine().getOut().flush();
            err.println("written to " + folder.path());
            return benchmark.refused().isEmpty() ? 0 : Main.REFUSED;
        }
    }

    private static String write(ResultFolder folder, List<KernelMeasurement> measurements) {
        folder.write(
                "slowest.txt",
                measurements.stream()
                        .filter(measurement -> !measurement.operation().contains(" "))
                        .sorted(Comparator.comparingDouble(KernelMeasurement::beyondCopy)
                                .reversed())
                        .map(measurement -> measurement.operation() + "\n")
                        .distinct()
                        .collect(Collectors.joining()));
        return folder.write("kernels", measurements, KernelTable.of(measurements));
    }

    private KernelBenchmark benchmark(Backend backend, PrintWriter err) {
        boolean small = sizes == SizeChoice.SMALL;
        try {
            return new KernelBenchmark(
                    backend,
                    small ? Sizes.SMALL : Sizes.LARGE,
                    small ? Sizes.SMALL : Sizes.NETWORK,
                    operations,
                    seconds,
                    err::println);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
