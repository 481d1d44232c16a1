package org.memn2n.benchmarks.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.benchmarks.report.Measurement.Checked;
import org.memn2n.benchmarks.timing.Sample;
import org.memn2n.benchmarks.timing.Sampler;
import org.memn2n.benchmarks.work.Difference;
import org.memn2n.benchmarks.work.NotVerifiedException;
import org.memn2n.ops.Backend;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;

/**
 * Each operation alone on one backend: verified against the reference in double precision at the very size, then timed in
 * turn with a copy on the same device and, where it may be fused, with its composition.
 */
public final class KernelBenchmark {
    /** Sums of up to some thousand products in floats, as a share of the largest result. */
    private static final double TOLERANCE = 1e-4;

    private final Backend backend;
    private final List<KernelCase> cases;
    private final double seconds;
    private final Consumer<String> progress;
    private final Made made = Made.here();
    private final List<String> refused = new ArrayList<>();

    /**
     * @param backend what is measured; not closed here
     * @param sizes of single operations
     * @param pass of passes over stories
     * @param names which operations; empty for all
     * @param seconds for each contender
     * @throws IllegalArgumentException when there is no operation of such a name
     */
    public KernelBenchmark(
            Backend backend, Sizes sizes, Sizes pass, List<String> names, double seconds, Consumer<String> progress) {
        this.backend = backend;
        this.seconds = seconds;
        this.progress = progress;
        List<KernelCase> all = KernelCases.of(sizes, pass);
        List<String> known = all.stream().map(KernelCase::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "no operation '" + name + "'; there are: " + String.join(", ", known));
            }
        }
        this.cases = all.stream()
                .filter(measured -> names.isEmpty() || names.contains(measured.name()))
                .toList();
    }

    /** What was not timed because its result is not right, or the device could not do it. */
    public List<String> refused() {
        return refused;
    }

    /**
     * Measures everything.
     *
     * @param soFar gets all measurements so far whenever there are new ones, so that a run that is ended early leaves some
     */
    public List<KernelMeasurement> run(Consumer<List<KernelMeasurement>> soFar) {
        List<KernelMeasurement> measurements = new ArrayList<>();
        for (KernelCase measured : cases) {
            progress.accept(measured.name() + ": verifying");
            try {
                Checked fused = check(measured, measured.maker());
                KernelCase.Maker parts = measured.composition();
                Checked composed = parts == null ? null : check(measured, parts);
                progress.accept(measured.name() + ": timing");
                measurements.addAll(time(measured, fused, composed));
                soFar.accept(measurements);
            } catch (NotVerifiedException | DeviceException e) {
                refused.add(String.valueOf(e.getMessage()));
                progress.accept(String.valueOf(e.getMessage()));
            }
        }
        return measurements;
    }

    /** Runs each operation a few times and times nothing, for tools that watch its launches. */
    public void runOnly(int steps) {
        for (KernelCase measured : cases) {
            progress.accept(measured.name() + ": " + steps + " times");
            // One set of inputs: a profiler that counts launches should not meet those that prepare others.
            try (KernelContender contender = new KernelContender(measured, measured.maker(), backend, 0)) {
                contender.run(steps);
            }
        }
    }

    Checked check(KernelCase measured, KernelCase.Maker maker) {
        return check(measured, maker, backend);
    }

    /**
     * Holds the results of a case, made in one way, against those of the reference.
     *
     * @throws NotVerifiedException when one is off by more than rounding
     */
    static Checked check(KernelCase measured, KernelCase.Maker maker, Backend backend) {
        List<float[]> expected;
        try (Backend reference = new ScalarBackend(Precision.DOUBLE)) {
            expected = KernelContender.results(measured, measured.maker(), reference);
        }
        List<float[]> found = KernelContender.results(measured, maker, backend);
        Difference worst = new Difference("nothing", -1, TOLERANCE);
        for (int i = 0; i < expected.size(); i++) {
            Difference difference = Difference.of("result " + (i + 1), found.get(i), expected.get(i), TOLERANCE);
            worst = difference.largest() <= worst.largest() ? worst : difference;
        }
        if (!worst.accepted()) {
            throw new NotVerifiedException(backend.device() + ", " + measured.name() + ", " + measured.described()
                    + ": " + worst + "; not timed");
        }
        return new Checked("scalar reference in double precision", worst.what(), worst.largest(), worst.tolerance());
    }

    private List<KernelMeasurement> time(KernelCase measured, Checked fused, @Nullable Checked composed) {
        Sampler sampler = new Sampler(seconds);
        KernelCase copy = PointwiseCases.copy(measured.sizes());
        List<KernelContender> contenders = new ArrayList<>();
        try {
            contenders.add(new KernelContender(copy, copy.maker(), backend, KernelContender.BEYOND_CACHES));
            contenders.add(new KernelContender(measured, measured.maker(), backend, KernelContender.BEYOND_CACHES));
            KernelCase.Maker parts = measured.composition();
            if (parts != null) {
                contenders.add(new KernelContender(measured, parts, backend, KernelContender.BEYOND_CACHES));
            }
            List<Sample> samples =
                    sampler.sample(contenders.stream().map(sampler::warmUp).toList(), seconds);
            double copied = copy.bytes() / samples.get(0).median() / 1e6;
            List<KernelMeasurement> measurements = new ArrayList<>();
            Double times = parts == null
                    ? null
                    : samples.get(2).median() / samples.get(1).median();
            measurements.add(
                    measurement(measured, measured.name(), contenders.get(1), samples.get(1), copied, times, fused));
            if (composed != null) {
                measurements.add(measurement(
                        measured,
                        measured.name() + " from parts",
                        contenders.get(2),
                        samples.get(2),
                        copied,
                        null,
                        composed));
            }
            return measurements;
        } finally {
            contenders.forEach(KernelContender::close);
        }
    }

    private KernelMeasurement measurement(
            KernelCase measured,
            String name,
            KernelContender contender,
            Sample sample,
            double copied,
            @Nullable Double timesParts,
            Checked checked) {
        double median = sample.median();
        double moved = measured.bytes() / median / 1e6;
        return new KernelMeasurement(
                made,
                backend.device(),
                name,
                measured.described(),
                contender.inputSets(),
                sample.steps(),
                sample.milliseconds().size(),
                median,
                sample.minimum(),
                sample.quantile(0.1),
                sample.quantile(0.9),
                measured.bytes(),
                measured.operations(),
                moved,
                measured.operations() / median / 1e6,
                moved / copied,
                copied,
                timesParts,
                checked);
    }
}
