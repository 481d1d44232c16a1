package org.memn2n.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.ops.scalar.ScalarTensor;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.OpsBattery;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomInputs.Sizes;

/** Every operation of every backend on this machine against the reference in double precision. */
class OpsContractTest {
    /** What is not an operation on numbers: making, moving, reading; each is used by all cases. */
    private static final Set<String> PLUMBING = Set.of(
            "step",
            "allocate",
            "upload",
            "uploadRows",
            "download",
            "newTally",
            "reset",
            "read",
            "newKeyValueMemory",
            "store",
            "close");

    /** Written by upload, or composed of others. */
    private static final Set<String> COMPOSED = Set.of("resize", "hop", "hopGradient", "story", "storyGradient");

    static Stream<String> usableBackends() {
        return Backends.available().stream()
                .filter(Backends.Availability::usable)
                .map(Backends.Availability::name);
    }

    @ParameterizedTest
    @MethodSource("usableBackends")
    void agreesWithTheReference(String name) {
        try (Backend backend = Backends.open(name)) {
            for (String operation : OpsBattery.names()) {
                compare(operation, backend::newOps);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("usableBackends")
    void givesTheSameBitsTwice(String name) {
        try (Backend backend = Backends.open(name)) {
            for (String operation : OpsBattery.names()) {
                List<double[]> first = run(operation, backend.newOps(), RandomInputs.sizes()[5], 3);
                List<double[]> second = run(operation, backend.newOps(), RandomInputs.sizes()[5], 3);
                for (int i = 0; i < first.size(); i++) {
                    assertThat(second.get(i)).as(operation + " result " + i).isEqualTo(first.get(i));
                }
            }
        }
    }

    /** Some devices cannot copy memory onto itself, and there is nothing to do. */
    @ParameterizedTest
    @MethodSource("usableBackends")
    void aTensorMayBeCopiedOntoItself(String name) {
        try (Backend backend = Backends.open(name);
                Ops ops = backend.newOps();
                Tensor tensor = ops.upload(new HostTensor(Shape.of(3), new float[] {1, 2, 3}))) {
            ops.copy(tensor, tensor);
            assertThat(ops.download(tensor).values()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void everyOperationHasACase() {
        Set<String> operations = new TreeSet<>();
        for (Method method : Ops.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && !PLUMBING.contains(method.getName())) {
                operations.add(method.getName());
            }
        }
        assertThat(new TreeSet<>(OpsBattery.names())).isEqualTo(operations);
        assertThat(operations).hasSize(27);
    }

    /** The battery itself is tested: each operation in turn is made wrong in one element, and it must notice. */
    @Test
    void noticesAnErrorInAnyOperation() {
        for (String operation : OpsBattery.names()) {
            if (COMPOSED.contains(operation)) {
                continue; // what they are composed of is planted below
            }
            assertThatThrownBy(() -> compare(operation, () -> new Ops(planted(operation))))
                    .as("planted error in " + operation)
                    .isInstanceOf(AssertionError.class);
        }
        for (String part : List.of("innerProducts", "softmax", "weightedSum", "linear", "relu")) {
            assertThatThrownBy(() -> compare("hop", () -> new Ops(planted(part))))
                    .as("planted error in a hop's " + part)
                    .isInstanceOf(AssertionError.class);
            assertThatThrownBy(() -> compare("hopGradient", () -> new Ops(planted(part + "Gradient"))))
                    .as("planted error in the gradient of a hop's " + part)
                    .isInstanceOf(AssertionError.class);
        }
        for (String part : List.of("embed", "weightedSum", "fill")) {
            assertThatThrownBy(() -> compare("story", () -> new Ops(planted(part))))
                    .as("planted error in a story's " + part)
                    .isInstanceOf(AssertionError.class);
        }
        for (String part : List.of("embedGradient", "weightedSumGradient", "linearGradient")) {
            assertThatThrownBy(() -> compare("storyGradient", () -> new Ops(planted(part))))
                    .as("planted error in the gradient of a story's " + part)
                    .isInstanceOf(AssertionError.class);
        }
    }

    private static void compare(String operation, Supplier<Ops> maker) {
        OpsBattery.compare(operation, maker, RandomInputs.sizes());
    }

    private static List<double[]> run(String operation, Ops ops, Sizes sizes, long seed) {
        try (ops) {
            return OpsBattery.run(operation, ops, sizes, seed);
        }
    }

    /** The scalar kernels, with the middle element of one operation's results off by a little. */
    private static Kernels planted(String operation) {
        Kernels right = new ScalarBackend(Precision.SINGLE).newKernels();
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    Object result;
                    try {
                        result = method.invoke(right, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (method.getName().equals(operation)) {
                        Arrays.stream(arguments).forEach(OpsContractTest::disturb);
                        disturb(result);
                    }
                    return result;
                });
    }

    private static void disturb(@Nullable Object argument) {
        if (argument instanceof ScalarTensor tensor && tensor.shape().size() > 0) {
            tensor.values()[tensor.shape().size() / 2] += 1e-2;
        } else if (argument instanceof EmbeddingTable table) {
            disturb(table.words());
        } else if (argument instanceof Trained trained) {
            disturb(trained.value());
        } else if (argument instanceof TopSlots top && top.scores().length > 0) {
            top.scores()[top.scores().length / 2] += 1e-2f;
        } else if (argument instanceof List<?> list) {
            list.forEach(OpsContractTest::disturb);
        }
    }
}
