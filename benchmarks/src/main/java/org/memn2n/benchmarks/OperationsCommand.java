package org.memn2n.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.memn2n.benchmarks.kernels.OperationMeasurement;
import org.memn2n.benchmarks.kernels.OperationRuns;
import org.memn2n.benchmarks.report.ResultFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Single operations on CPU backends under JMH. */
@Command(
        name = "operations",
        description = "Times each operation on CPU backends with JMH, in fresh virtual machines.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class OperationsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--devices", split = ",", paramLabel = "LIST", description = "our backends (default: scalar)")
    private List<String> devices = List.of("scalar");

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "LIST",
            description = "CPU threads of backends that have a setting (default: 1)")
    private List<Integer> threads = List.of(1);

    @Option(names = "--operations", split = ",", paramLabel = "LIST", description = "which (default: all)")
    private List<String> operations = OperationRuns.names();

    @Option(names = "--quick", description = "one short fork each, to see that all run")
    private boolean quick;

    @Option(names = "--out", paramLabel = "DIR", description = "where the result goes (default: a folder of target/)")
    private @Nullable Path out;

    @Override
    public Integer call() {
        List<OperationMeasurement> measurements = new ArrayList<>();
        for (String name : devices) {
            for (Device device : Device.of(name, threads)) {
                measurements.addAll(OperationRuns.run(device.name(), device.threads(), operations, quick));
            }
        }
        ResultFolder folder = ResultFolder.at(out);
        spec.commandLine().getOut().print(folder.write("operations", measurements, OperationRuns.table(measurements)));
        spec.commandLine().getOut().flush();
        spec.commandLine().getErr().println("written to " + folder.path());
        return 0;
    }
}
