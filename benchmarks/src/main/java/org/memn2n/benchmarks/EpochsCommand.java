package org.memn2n.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.memn2n.benchmarks.epochs.EpochBenchmark;
import org.memn2n.benchmarks.epochs.EpochMeasurement;
import org.memn2n.benchmarks.report.ResultFolder;
import org.memn2n.benchmarks.work.NotVerifiedException;
import org.memn2n.data.DataException;
import org.memn2n.data.TaskFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Epochs of a real task. */
@Command(
        name = "epochs",
        description = "Times epochs of training on a bAbI task by the paper's recipe.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class EpochsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            required = true,
            description = "the bAbI archive or a folder of task files")
    @SuppressWarnings("NullAway.Init") // required
    private Path data;

    @Option(names = "--variant", paramLabel = "NAME", description = "which set (default: en)")
    private @Nullable String variant;

    @Option(names = "--task", paramLabel = "n", description = "which task (default: 1)")
    private int task = 1;

    @Mixin
    private final DeviceOptions devices = new DeviceOptions();

    @Option(names = "--epochs", paramLabel = "n", description = "of each training (default: 60)")
    private int epochs = 60;

    @Option(names = "--rounds", paramLabel = "n", description = "trainings on each device, in turn (default: 3)")
    private int rounds = 3;

    @Mixin
    private final ResultOptions result = new ResultOptions();

    @Override
    public Integer call() throws IOException {
        if (epochs < 2 || rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "need at least 2 epochs and 1 round, found " + epochs + " and " + rounds);
        }
        PrintWriter err = spec.commandLine().getErr();
        List<EpochBenchmark.Entry> entries = new ArrayList<>();
        for (Device device : devices.all()) {
            entries.add(new EpochBenchmark.Entry(device.name(), device.threads(), device::open));
        }
        TaskFiles files = open();
        ResultFolder folder = result.folder();
        EpochBenchmark benchmark = new EpochBenchmark(
                "bAbI task " + task + ", " + (variant == null ? "en" : variant),
                files.train(task),
                epochs,
                rounds,
                err::println);
        try {
            spec.commandLine().getOut().print(write(folder, benchmark.run(entries, soFar -> write(folder, soFar))));
        } catch (NotVerifiedException e) {
            err.println(e.getMessage());
            return Main.REFUSED;
        }
        spec.commandLine().getOut().flush();
        err.println("written to " + folder.path());
        return 0;
    }

    private static String write(ResultFolder folder, List<EpochMeasurement> measurements) {
        return folder.write("epochs", measurements, EpochBenchmark.table(measurements));
    }

    private TaskFiles open() {
        try {
            return TaskFiles.open(data, variant);
        } catch (DataException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
