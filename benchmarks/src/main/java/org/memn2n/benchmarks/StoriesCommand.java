package org.memn2n.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.memn2n.benchmarks.report.ResultFolder;
import org.memn2n.benchmarks.stories.StoryBenchmark;
import org.memn2n.benchmarks.stories.StoryMeasurement;
import org.memn2n.benchmarks.work.NotVerifiedException;
import org.memn2n.ops.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One long story that goes on. */
@Command(
        name = "stories",
        description = "Times appending to a long story and asking, against answering about it as a whole.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StoriesCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--sentences",
            split = ",",
            paramLabel = "LIST",
            description = "lengths of the story (default: 50,500,5000)")
    private List<Integer> sentences = List.of(50, 500, 5000);

    @Option(names = "--dimension", paramLabel = "d", description = "components of an embedding (default: 20)")
    private int dimension = 20;

    @Mixin
    private final DeviceOptions devices = new DeviceOptions();

    @Option(names = "--rounds", paramLabel = "n", description = "how often all calls take turns (default: 5)")
    private int rounds = 5;

    @Option(names = "--seconds", paramLabel = "s", description = "for each call in a round (default: 1)")
    private double seconds = 1;

    @Mixin
    private final ResultOptions result = new ResultOptions();

    @Override
    public Integer call() throws IOException {
        if (rounds < 1 || !(seconds > 0) || sentences.stream().anyMatch(length -> length < 1)) {
            throw new ParameterException(
                    spec.commandLine(), "need at least 1 round, some time, and stories of 1 sentence or more");
        }
        PrintWriter err = spec.commandLine().getErr();
        StoryBenchmark benchmark = new StoryBenchmark(dimension, rounds, seconds);
        List<StoryMeasurement> measurements = new ArrayList<>();
        ResultFolder folder = result.folder();
        for (Device device : devices.all()) {
            try (Backend backend = device.open()) {
                String contender = "memn2n " + device.name() + (device.gpu() ? "" : ", threads: " + device.threads());
                for (int length : sentences) {
                    err.println(contender + ", " + length + " sentences");
                    measurements.addAll(benchmark.run(contender, backend, length));
                    write(folder, measurements);
                }
            } catch (NotVerifiedException e) {
                err.println(e.getMessage());
                return Main.REFUSED;
            }
        }
        spec.commandLine().getOut().print(write(folder, measurements));
        spec.commandLine().getOut().flush();
        err.println("written to " + folder.path());
        return 0;
    }

    private static String write(ResultFolder folder, List<StoryMeasurement> measurements) {
        return folder.write("stories", measurements, StoryBenchmark.table(measurements));
    }
}
