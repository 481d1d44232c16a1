package org.memn2n.benchmarks.epochs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.benchmarks.report.Measurement.Checked;
import org.memn2n.benchmarks.report.Table;
import org.memn2n.benchmarks.timing.Sample;
import org.memn2n.benchmarks.work.NotVerifiedException;
import org.memn2n.data.Example;
import org.memn2n.ops.Backend;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;

/** The same training on several devices in turn, some rounds of each. */
public final class EpochBenchmark {
    /** In one epoch of small steps, rounding to float changes the mean loss by less than this share. */
    private static final double TOLERANCE = 1e-3;

    /** A tenth of the epochs, in which code is still compiled. */
    private static final int SKIPPED_SHARE = 10;

    private final String data;
    private final List<Example> examples;
    private final int epochs;
    private final int rounds;
    private final Consumer<String> progress;
    private final Made made = Made.here();

    /**
     * @param data which data, for the record
     * @param examples to train on
     * @param epochs of each training
     * @param rounds how many trainings on each device
     */
    public EpochBenchmark(String data, List<Example> examples, int epochs, int rounds, Consumer<String> progress) {
        this.data = data;
        this.examples = List.copyOf(examples);
        this.epochs = epochs;
        this.rounds = rounds;
        this.progress = progress;
    }

    /**
     * One of the devices.
     *
     * @param name of the backend
     * @param threads of the CPU; 0 for a GPU
     * @param opener opens it
     */
    public record Entry(String name, int threads, Supplier<Backend> opener) {}

    /**
     * Trains on all of them.
     *
     * @param soFar gets all measurements so far whenever there are new ones, so that a run that is ended early leaves some
     * @throws NotVerifiedException when the loss of the first epoch is not the reference's
     */
    public List<EpochMeasurement> run(List<Entry> entries, Consumer<List<EpochMeasurement>> soFar) {
        progress.accept("training the reference for an epoch");
        double expected;
        try (Backend reference = new ScalarBackend(Precision.DOUBLE)) {
            expected = EpochTimes.of(examples, 1, reference).firstLoss();
        }
        Map<Entry, List<Sample>> samples = new LinkedHashMap<>();
        Map<Entry, EpochMeasurement> measurements = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Entry entry : entries) {
                progress.accept(entry.name() + ", round " + round + " of " + rounds);
                try (Backend backend = entry.opener().get()) {
                    EpochTimes times = EpochTimes.of(examples, epochs, backend);
                    Checked checked = check(backend, times.firstLoss(), expected);
                    List<Sample> all = samples.computeIfAbsent(entry, key -> new ArrayList<>());
                    all.add(new Sample(1, times.milliseconds(epochs / SKIPPED_SHARE)));
                    measurements.put(entry, measurement(entry, backend, times.examples(), all, checked));
                    soFar.accept(List.copyOf(measurements.values()));
                }
            }
        }
        return List.copyOf(measurements.values());
    }

    private static Checked check(Backend backend, double found, double expected) {
        double difference = Math.abs(found - expected) / Math.abs(expected);
        if (!(difference <= TOLERANCE)) {
            throw new NotVerifiedException(backend.device() + ": the mean loss of the first epoch is " + found
                    + ", the reference's " + expected + "; not timed");
        }
        return new Checked("scalar reference in double precision", "loss of the first epoch", difference, TOLERANCE);
    }

    private EpochMeasurement measurement(
            Entry entry, Backend backend, int trainedOn, List<Sample> rounds, Checked checked) {
        Sample all = Sample.pooled(rounds);
        return new EpochMeasurement(
                made,
                "memn2n " + entry.name(),
                backend.device(),
                data,
                trainedOn,
                entry.threads(),
                all.milliseconds().size(),
                all.median(),
                all.minimum(),
                all.quantile(0.1),
                all.quantile(0.9),
                1e3 / all.median(),
                1e3 * trainedOn / all.median(),
                rounds.stream().map(Sample::median).toList(),
                checked);
    }

    /** A Markdown table. */
    public static String table(List<EpochMeasurement> measurements) {
        StringBuilder text = new StringBuilder();
        if (!measurements.isEmpty()) {
            text.append(Table.origin(measurements.get(0).made(), ""));
        }
        text.append("""
                | contender | data | threads | epochs/s | examples/s | ms/epoch median | fastest | 10 to 90 % |
                |---|---|---|---|---|---|---|---|
                """);
        for (EpochMeasurement m : measurements) {
            text.append("| ")
                    .append(String.join(
                            " | ",
                            m.contender(),
                            m.data(),
                            m.threads() == 0 ? "" : Integer.toString(m.threads()),
                            Table.number(m.epochsPerSecond()),
                            Table.number(m.examplesPerSecond()),
                            Table.number(m.median()),
                            Table.number(m.minimum()),
                            Table.number(m.low()) + " to " + Table.number(m.high())))
                    .append(" |\n");
        }
        return text.toString();
    }
}
