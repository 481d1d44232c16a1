package org.memn2n.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.memn2n.ops.Ops;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.testkit.RandomInputs.Sizes;

/**
 * Every operation of {@link Ops} on inputs made from a seed, giving back all it wrote: the battery that
 * each backend runs against the reference. The name of a case is that of the method.
 */
public final class OpsBattery {
    private static final ScalarBackend REFERENCE = new ScalarBackend(Precision.DOUBLE);
    private static final Map<String, Case> CASES = new LinkedHashMap<>();

    static {
        put("resize", StateCases::new, StateCases::resize);
        put("fill", StateCases::new, StateCases::fill);
        put("copy", StateCases::new, StateCases::copy);
        put("copyRows", StateCases::new, StateCases::copyRows);
        put("embed", MemoryCases::new, MemoryCases::embed);
        put("embedGradient", MemoryCases::new, MemoryCases::embedGradient);
        put("innerProducts", MemoryCases::new, MemoryCases::innerProducts);
        put("innerProductsGradient", MemoryCases::new, MemoryCases::innerProductsGradient);
        put("softmax", MemoryCases::new, MemoryCases::softmax);
        put("softmaxGradient", MemoryCases::new, MemoryCases::softmaxGradient);
        put("weightedSum", MemoryCases::new, MemoryCases::weightedSum);
        put("weightedSumGradient", MemoryCases::new, MemoryCases::weightedSumGradient);
        put("linear", StateCases::new, StateCases::linear);
        put("linearGradient", StateCases::new, StateCases::linearGradient);
        put("relu", StateCases::new, StateCases::relu);
        put("reluGradient", StateCases::new, StateCases::reluGradient);
        put("hop", BatteryCase::new, c -> c.hops().forward().forEach(c::keep));
        put("hopGradient", BatteryCase::new, c -> c.hops().gradients().forEach(c::keep));
        put("story", BatteryCase::new, c -> c.stories().forward().forEach(c::keep));
        put("storyGradient", BatteryCase::new, c -> c.stories().gradients().forEach(c::keep));
        put("answer", AnswerCases::new, AnswerCases::answer);
        put("answerGradient", AnswerCases::new, AnswerCases::answerGradient);
        put("crossEntropy", AnswerCases::new, AnswerCases::crossEntropy);
        put("distribution", AnswerCases::new, AnswerCases::distribution);
        put("update", StateCases::new, StateCases::update);
        put("attend", KeyValueCases::new, KeyValueCases::attend);
        put("topSlots", KeyValueCases::new, KeyValueCases::topSlots);
    }

    private OpsBattery() {}

    /** One operation on one kind of input; gives what it wrote. */
    private interface Case {
        List<double[]> run(Ops ops, Sizes sizes, long seed);
    }

    private interface Maker<C> {
        C make(Ops ops, Sizes sizes, long seed);
    }

    private static <C extends BatteryCase> void put(String name, Maker<C> maker, Consumer<C> operation) {
        CASES.put(name, (ops, sizes, seed) -> {
            try (C made = maker.make(ops, sizes, seed)) {
                operation.accept(made);
                return made.results();
            }
        });
    }

    /** The names of all cases. */
    public static List<String> names() {
        return List.copyOf(CASES.keySet());
    }

    /** What the operation wrote, tensor by tensor. */
    public static List<double[]> run(String name, Ops ops, Sizes sizes, long seed) {
        Case operation = CASES.get(name);
        if (operation == null) {
            throw new IllegalArgumentException("no case " + name);
        }
        return operation.run(ops, sizes, seed);
    }

    /**
     * Runs an operation in sizes of every kind, and fails unless it is as the reference in double precision.
     *
     * @param maker of what is compared
     */
    public static void compare(String operation, Supplier<Ops> maker, Sizes... sizes) {
        double tolerance = operation.endsWith("Gradient") ? Close.SINGLE_GRADIENT : Close.SINGLE_FORWARD;
        for (int i = 0; i < sizes.length; i++) {
            List<double[]> expected = runAndClose(operation, REFERENCE.newOps(), sizes[i], i);
            List<double[]> actual = runAndClose(operation, maker.get(), sizes[i], i);
            assertThat(actual).as(operation).hasSameSizeAs(expected);
            for (int r = 0; r < expected.size(); r++) {
                String what = operation + " " + sizes[i] + " seed " + i + " result " + r;
                Close.assertClose(what, actual.get(r), expected.get(r), tolerance);
            }
            if (i > 3) {
                assertThat(expected.stream()
                                .flatMapToDouble(Arrays::stream)
                                .map(Math::abs)
                                .max()
                                .orElse(0))
                        .as(operation + " is not trivially zero")
                        .isGreaterThan(0.05);
            }
        }
    }

    private static List<double[]> runAndClose(String operation, Ops ops, Sizes sizes, long seed) {
        try (ops) {
            return run(operation, ops, sizes, seed);
        }
    }
}
