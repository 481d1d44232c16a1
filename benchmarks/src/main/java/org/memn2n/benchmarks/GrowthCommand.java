package org.memn2n.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.memn2n.benchmarks.growth.Axis;
import org.memn2n.benchmarks.growth.GrowthMeasurement;
import org.memn2n.benchmarks.growth.GrowthPlot;
import org.memn2n.benchmarks.growth.GrowthTable;
import org.memn2n.benchmarks.report.Measurement;
import org.memn2n.benchmarks.report.Pictures;
import org.memn2n.benchmarks.report.ResultFolder;
import org.memn2n.benchmarks.work.Mode;
import org.memn2n.benchmarks.work.Work;
import org.memn2n.io.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How time grows with slots, stories, hops, words and a shared memory. */
@Command(
        name = "growth",
        description = "Times a network while one size grows, and plots it.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class GrowthCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--axes",
            split = ",",
            paramLabel = "LIST",
            description = "of slots, batch, hops, vocabulary, memory (default: all)")
    private List<Axis> axes = List.of(Axis.values());

    @Option(
            names = "--modes",
            split = ",",
            paramLabel = "LIST",
            description = "of forward, train, train+batch (default: forward,train)")
    private List<String> modes = List.of("forward", "train");

    @Mixin
    private final DeviceOptions devices;

    @Option(names = "--limit", paramLabel = "n", description = "leave out larger values")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--seconds", paramLabel = "x", description = "for each point (default: 0.5)")
    private double seconds = 0.5;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "measure nothing; table and plots of this growth.jsonl, such as one from another machine")
    private @Nullable Path from;

    @Mixin
    private final ResultOptions result = new ResultOptions();

    /** Why points are missing. */
    private final List<String> refused = new ArrayList<>();

    GrowthCommand() {
        this(new DeviceOptions());
    }

    /** Measures what these open. */
    GrowthCommand(DeviceOptions devices) {
        this.devices = devices;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        ResultFolder folder = result.folder();
        List<GrowthMeasurement> measurements = from == null ? measure(folder, err) : read(from);
        spec.commandLine().getOut().print(folder.write("growth", measurements, GrowthTable.of(measurements)));
        spec.commandLine().getOut().flush();
        Pictures.draw(err, "draw them elsewhere with --from", () -> GrowthPlot.draw(measurements, folder.path()));
        err.println("written to " + folder.path());
        return refused.isEmpty() ? 0 : Main.REFUSED;
    }

    private List<GrowthMeasurement> measure(ResultFolder folder, PrintWriter err) {
        List<GrowthMeasurement> measurements = new ArrayList<>();
        List<Device> asked = devices.all();
        for (Axis axis : axes) {
            for (int value : axis.values(limit).toArray()) {
                Work work = axis.work(value);
                NetworkBenchmark benchmark = new NetworkBenchmark(plan(work, asked), err::println);
                List<Measurement> points = benchmark.run(soFar -> {});
                refused.addAll(benchmark.refused());
                points.forEach(point -> measurements.add(point(axis, value, point)));
                folder.write("growth", measurements, GrowthTable.of(measurements));
            }
        }
        return measurements;
    }

    private NetworkBenchmark.Plan plan(Work work, List<Device> asked) {
        try {
            List<Mode> wanted = modes.stream().map(Mode::named).toList();
            return new NetworkBenchmark.Plan(
                    List.of(work), wanted, asked, List.of(), List.of(), 1, NetworkBenchmark.WARM_UP, seconds, null);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private static GrowthMeasurement point(Axis axis, int value, Measurement m) {
        String contender = m.contender() + (m.threads() == Device.GPU ? "" : " " + m.threads() + " threads");
        return new GrowthMeasurement(
                m.made(),
                contender,
                m.device(),
                axis.label(),
                value,
                m.mode(),
                m.samples(),
                m.median(),
                m.minimum(),
                m.low(),
                m.high(),
                m.checked());
    }

    private static List<GrowthMeasurement> read(Path file) throws IOException {
        List<GrowthMeasurement> measurements = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String origin = file + ":" + (measurements.size() + 1);
            measurements.add(Json.parse(line, GrowthMeasurement.class, origin));
        }
        return measurements;
    }
}
