package org.memn2n.benchmarks.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.memn2n.ops.Backend;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.tensor.HostTensor;

/**
 * Holds a backend's results for one piece of work against the reference in double precision: logits, attention, loss,
 * every gradient before the clip, and what some training steps change in every parameter. Done before any timing.
 *
 * <p>Differences are shares of the largest element of a tensor. The reference is computed once and kept.
 */
public final class Verification extends Reference {
    /** Logits and attention: sums of some hundred products in floats, through K hops. */
    private static final double FORWARD = 1e-5;

    /** Gradients: sums over all slots of all stories of numbers that went through more stored results. */
    private static final double GRADIENT = 1e-4;

    /** Enough that a backend that records a step replays it, also one that keeps batches in two places in turn. */
    static final int STEPS = 6;

    /** What rounding to float changes at 1, once a step and once when read back. */
    private static final double ROUNDING = (STEPS + 1) * 0x1p-24;

    private final NetworkWork work;
    private final Results expected;
    private final Map<String, float[]> expectedChanges;

    /** Computes the reference. */
    public Verification(NetworkWork work) {
        super(work.name());
        this.work = work;
        try (Backend reference = new ScalarBackend(Precision.DOUBLE)) {
            expected = results(work, reference);
            expectedChanges = changes(reference, Mode.TRAIN);
        }
    }

    /** The loss before any step. */
    @Override
    public double fingerprint() {
        return expected.loss();
    }

    @Override
    public double fingerprintTolerance() {
        return GRADIENT;
    }

    @Override
    protected List<Difference> compare(Backend backend, Mode mode) {
        List<Difference> differences = compare(results(work, backend), expected);
        if (mode != Mode.FORWARD) {
            differences.addAll(compareChanges(changes(backend, mode)));
        }
        return differences;
    }

    /** Compares what a forward and a backward pass gave. */
    static List<Difference> compare(Results actual, Results expected) {
        List<Difference> differences = new ArrayList<>();
        float[] loss = {(float) actual.loss()};
        differences.add(Difference.of("loss", loss, new float[] {(float) expected.loss()}, FORWARD));
        expected.tensors().forEach((what, values) -> {
            double tolerance = what.startsWith("gradient") ? GRADIENT : FORWARD;
            float[] found = actual.tensors().get(what);
            differences.add(Difference.of(what, Objects.requireNonNull(found, () -> "no " + what), values, tolerance));
        });
        return differences;
    }

    private List<Difference> compareChanges(Map<String, float[]> changes) {
        List<Difference> differences = new ArrayList<>();
        changes.forEach((name, change) -> {
            float[] wanted = Objects.requireNonNull(expectedChanges.get(name));
            double rounding = ROUNDING
                    * largest(Objects.requireNonNull(work.weights().get(name)).values());
            differences.add(Difference.of("change of " + name, change, wanted, rounding, GRADIENT));
        });
        return differences;
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    static Results results(NetworkWork work, Backend backend) {
        try (NetworkRun run = new NetworkRun(work, backend)) {
            return run.results();
        }
    }

    private Map<String, float[]> changes(Backend backend, Mode mode) {
        try (NetworkRun run = new NetworkRun(work, backend)) {
            for (int step = 0; step < STEPS; step++) {
                run.step(mode);
            }
            run.finish();
            Map<String, float[]> changes = new LinkedHashMap<>();
            run.parameters().forEach((name, after) -> {
                HostTensor before = Objects.requireNonNull(work.weights().get(name));
                float[] change = new float[after.values().length];
                for (int i = 0; i < change.length; i++) {
                    change[i] = after.values()[i] - before.values()[i];
                }
                changes.put(name, change);
            });
            return changes;
        }
    }
}
