package org.memn2n.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memn2n.benchmarks.PlantedBackend;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Ops;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;

/** Every operation has a case, is verified and timed; a wrong one is not timed. */
class KernelBenchmarkTest {
    /** What is no operation on numbers. */
    private static final Set<String> PLUMBING = Set.of(
            "allocate",
            "resize",
            "upload",
            "uploadRows",
            "download",
            "newTally",
            "reset",
            "read",
            "close",
            "step",
            "newKeyValueMemory",
            "store");

    private final Backend scalar = new ScalarBackend(Precision.SINGLE);

    private static KernelBenchmark of(Backend backend, String... names) {
        return new KernelBenchmark(backend, Sizes.SMALL, Sizes.SMALL, List.of(names), 0.01, line -> {});
    }

    @Test
    void everyOperationHasACase() {
        Set<String> operations = new TreeSet<>();
        for (Method method : Ops.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !PLUMBING.contains(method.getName())) {
                operations.add(method.getName());
            }
        }
        List<KernelCase> cases = KernelCases.of(Sizes.LARGE, Sizes.NETWORK);
        assertThat(new TreeSet<>(cases.stream().map(KernelCase::name).toList())).isEqualTo(operations);
        assertThat(cases).allMatch(measured -> measured.bytes() > 0);
    }

    /** On simd a story in one does not leave the memories that its parts read. */
    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void everyCaseGivesTheReferencesResults(String name) {
        try (Backend backend = Backends.open(name)) {
            givesTheReferencesResults(of(backend));
        }
    }

    private static void givesTheReferencesResults(KernelBenchmark benchmark) {
        for (KernelCase measured : KernelCases.of(Sizes.SMALL, Sizes.SMALL)) {
            assertThat(benchmark.check(measured, measured.maker()).difference())
                    .as(measured.name())
                    .isBetween(0.0, 1e-5);
            KernelCase.Maker parts = measured.composition();
            if (parts != null) {
                assertThat(benchmark.check(measured, parts).difference())
                        .as(measured.name() + " from parts")
                        .isBetween(0.0, 1e-5);
            }
        }
    }

    @Test
    void whatMayBeFusedIsTimedBesideItsParts() {
        KernelBenchmark benchmark = of(scalar, "copy", "hop");
        List<KernelMeasurement> measurements = benchmark.run(soFar -> {});
        assertThat(benchmark.refused()).isEmpty();
        assertThat(measurements)
                .extracting(KernelMeasurement::operation)
                .containsExactly("copy", "hop", "hop from parts");
        assertThat(measurements).allSatisfy(measurement -> {
            assertThat(measurement.median()).isPositive();
            assertThat(measurement.shareOfCopy()).isPositive();
            assertThat(measurement.inputSets()).isEqualTo(128);
        });
        assertThat(measurements.get(1).timesParts()).isPositive();
        assertThat(KernelTable.of(measurements)).contains("| copy | B 5, n 37");
    }

    @Test
    void aWrongResultIsNotTimed() {
        List<String> said = new ArrayList<>();
        KernelBenchmark benchmark = new KernelBenchmark(
                new PlantedBackend("embed"), Sizes.SMALL, Sizes.SMALL, List.of("embed", "fill"), 0.01, said::add);
        assertThat(benchmark.run(soFar -> {}))
                .extracting(KernelMeasurement::operation)
                .containsExactly("fill");
        assertThat(benchmark.refused())
                .singleElement()
                .asString()
                .contains("embed")
                .contains("not timed");
        assertThat(said).contains("fill: timing").doesNotContain("embed: timing");
    }

    /** A gradient left at zero by the step before would leave nothing to do, and a backend may know it. */
    @Test
    void everyTimedUpdateHasAGradient() {
        KernelCase update = KernelCases.of(Sizes.SMALL, Sizes.SMALL).stream()
                .filter(measured -> measured.name().equals("update"))
                .findFirst()
                .orElseThrow();
        try (Ops ops = scalar.newOps();
                Batch batch = ops.upload(Inputs.stories(update.sizes()));
                Inputs inputs = new Inputs(ops, update.sizes(), batch)) {
            Runnable step = update.maker().make(inputs);
            step.run();
            List<float[]> once = inputs.results();
            step.run();
            List<float[]> twice = inputs.results();
            assertThat(once.get(0)).as("the gradient after the update").containsOnly(0);
            assertThat(twice.get(1)).as("the parameters").isNotEqualTo(once.get(1));
        }
    }

    @Test
    void anUnknownNameIsAnError() {
        assertThatThrownBy(() -> of(scalar, "soft"))
                .hasMessageContaining("no operation 'soft'")
                .hasMessageContaining("softmax");
    }
}
