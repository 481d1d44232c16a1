package org.memn2n.ops;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.testkit.AnswerCase;
import org.memn2n.testkit.Close;

/** Matrix products that are too large for the battery of all operations, where backends take other ways, on every backend. */
class LargeProductsContractTest {
    static Stream<String> usableBackends() {
        return OpsContractTest.usableBackends();
    }

    private static List<double[]> reference(AnswerCase answers, float disturbance) {
        try (Ops ops = new ScalarBackend(Precision.DOUBLE).newOps()) {
            return answers.run(ops, disturbance);
        }
    }

    /** Logits to the tolerance of gradients too: their sums are as long here, and not every backend compensates them. */
    private static void compare(AnswerCase answers, List<double[]> actual, List<double[]> expected) {
        answers.compare(actual, expected, Close.SINGLE_GRADIENT);
    }

    @ParameterizedTest
    @MethodSource("usableBackends")
    void agreeWithTheReference(String name) {
        try (Backend backend = Backends.open(name);
                Ops ops = backend.newOps()) {
            for (AnswerCase answers : AnswerCase.large()) {
                compare(answers, answers.run(ops), reference(answers, 0));
            }
        }
    }

    /** One case of each kind of tile and sum, for tools under which all of them take too long. */
    @ParameterizedTest
    @MethodSource("usableBackends")
    void wideTilesAndSplits(String name) {
        try (Backend backend = Backends.open(name);
                Ops ops = backend.newOps()) {
            compare(AnswerCase.SPLIT, AnswerCase.SPLIT.run(ops), reference(AnswerCase.SPLIT, 0));
        }
    }

    /** The comparison itself is tested: one factor that is off by a little is noticed. */
    @Test
    void noticesAWrongFactor() {
        List<double[]> expected = reference(AnswerCase.SPLIT, 0);
        List<double[]> wrong = reference(AnswerCase.SPLIT, 1e-2f);
        assertThatThrownBy(() -> compare(AnswerCase.SPLIT, wrong, expected)).isInstanceOf(AssertionError.class);
    }
}
