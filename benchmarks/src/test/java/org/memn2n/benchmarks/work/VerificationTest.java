package org.memn2n.benchmarks.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.memn2n.benchmarks.PlantedBackend;
import org.memn2n.ops.Backend;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;

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
                "story",
                "storyGradient",
                "answer",
                "answerGradient",
                "crossEntropy",
                "update"
            })
    void noticesAnErrorInAnyOperation(String operation) {
        Verification verification = new Verification(NetworkWork.of(Shapes.named("tiny")));
        assertThatThrownBy(() -> verification.check(new PlantedBackend(operation), Mode.TRAIN))
                .isInstanceOf(NotVerifiedException.class)
                .hasMessageContaining("tiny")
                .hasMessageContaining("not timed");
        if (!operation.equals("update")) {
            assertThatThrownBy(() -> PeerAgreement.check(new PlantedBackend(operation)))
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
}
