package org.memn2n.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.memn2n.benchmarks.kernels.OperationMeasurement;
import org.memn2n.benchmarks.kernels.OperationRuns;
import org.memn2n.benchmarks.report.ResultFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final DeviceOptions devices = new DeviceOptions();

    @Option(names = "--operations", split = ",", paramLabel = "LIST", description = "which (default: all)")
    private List<String> operations = OperationRuns.names();

    @Option(names = "--quick", description = "one short fork each, to see that all run")
    private boolean quick;

    @Mixin
    private final ResultOptions result = new ResultOptions();

    @Override
    public Integer call() {
        List<OperationMeasurement> measurements = new ArrayList<>();
        ResultFolder folder = result.folder();
        String table = "";
        for (Device device : devices.all()) {
            measurements.addAll(OperationRuns.run(device.name(), device.threads(), operations, quick));
            table = folder.write("operations", measurements, OperationRuns.table(measurements));
        }
        spec.commandLine().getOut().print(table);
        spec.commandLine().getOut().flush();
        spec.commandLine().getErr().println("written to " + folder.path());
        return 0;
    }
}
