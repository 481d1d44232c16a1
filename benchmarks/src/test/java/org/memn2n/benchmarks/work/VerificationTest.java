package org.memn2n.benchmarks.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.memn2n.ops.Backend;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Hop;
import org.memn2n.ops.HopGradient;
import org.memn2n.ops.Kernels;
import org.memn2n.ops.Ops;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.ops.scalar.ScalarTensor;

/** Right results are let through, and an error in any part of them is noticed before anything is timed. */
class VerificationTest {
    private static final Backend RIGHT = new ScalarBackend(Precision.SINGLE);

    @Test
    void agreesWithThePeers() {
        assertThat(PeerAgreement.check(RIGHT)).hasSize(2 + 1 + 8 + 1 + 6).allMatch(Difference::accepted);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void acceptsRightResults(Mode mode) {
        for (String shape : new String[] {"tiny", "tinylm"}) {
            Verification verification = new Verification(NetworkWork.of(Shapes.named(shape)));
            assertThat(verification.check(RIGHT, mode)).allMatch(Difference::accepted);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "embed",
                "embedGradient",
                "hop",
                "hopGradient",
                "answer",
                "answerGradient",
                "crossEntropy",
                "update"
            })
    void noticesAnErrorInAnyOperation(String operation) {
        Verification verification = new Verification(NetworkWork.of(Shapes.named("tiny")));
        assertThatThrownBy(() -> verification.check(new Planted(operation), Mode.TRAIN))
                .isInstanceOf(NotVerifiedException.class)
                .hasMessageContaining("tiny")
                .hasMessageContaining("not timed");
        if (!operation.equals("update")) {
            assertThatThrownBy(() -> PeerAgreement.check(new Planted(operation)))
                    .isInstanceOf(NotVerifiedException.class);
        }
    }

    @Test
    void aNumberThatIsNotFiniteIsNeverAccepted() {
        float[] expected = {1, 2};
        assertThat(Difference.of("x", new float[] {1, 2}, expected, 0).accepted())
                .isTrue();
        assertThat(Difference.of("x", new float[] {Float.NaN, 2}, expected, 1e9).accepted())
                .isFalse();
        assertThat(Difference.of("x", new float[] {1, 2}, new float[] {1, Float.NaN}, 1e9)
                        .accepted())
                .isFalse();
        assertThat(Difference.of("x", new float[] {1, 2.5f}, expected, 0.2).accepted())
                .isFalse();
        assertThat(Difference.of("x", new float[] {1e-9f}, new float[] {0}, 1e-3)
                        .accepted())
                .isFalse();
    }

    /** The scalar backend with one operation wrong: an update that does nothing, others off in one element. */
    private record Planted(String operation) implements Backend {
        @Override
        public String name() {
            return "planted";
        }

        @Override
        public String device() {
            return "scalar with an error in " + operation;
        }

        @Override
        public Ops newOps() {
            Kernels right = new ScalarBackend(Precision.SINGLE).newKernels();
            return new Ops((Kernels) Proxy.newProxyInstance(
                    Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                        boolean wrong = method.getName().equals(operation);
                        if (wrong && operation.equals("update")) {
                            return null;
                        }
                        Object result = method.isDefault()
                                ? InvocationHandler.invokeDefault(proxy, method, arguments)
                                : method.invoke(right, arguments);
                        if (wrong) {
                            Arrays.stream(arguments).forEach(Planted::disturb);
                        }
                        return result;
                    }));
        }

        private static void disturb(Object argument) {
            if (argument instanceof ScalarTensor tensor && tensor.shape().size() > 0) {
                tensor.values()[tensor.shape().size() / 2] += 1e-2;
            } else if (argument instanceof EmbeddingTable table) {
                disturb(table.words());
            } else if (argument instanceof Hop hop) {
                disturb(hop.next());
            } else if (argument instanceof HopGradient gradient) {
                disturb(gradient.state());
            } else if (argument instanceof List<?> list) {
                list.forEach(Planted::disturb);
            }
        }

        @Override
        public void close() {}
    }
}
