package org.memn2n.ops.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.ops.Ops;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuKernels;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.testkit.AnswerCase;
import org.memn2n.testkit.Close;

/** Products that are large enough for the wide tiles, with our own kernels, against the reference in double. */
class LargeProductsStandInTest {
    private final List<GpuKernel> launched = new ArrayList<>();
    private CudaDevice device;

    @BeforeEach
    void open() {
        assertThat(CudaLibrary.refusal()).as("why CUDA cannot be used").isNull();
        device = new CudaDevice(0);
    }

    @AfterEach
    void close() {
        if (device != null) {
            for (String usual : List.of("thread_order forward", "block_order forward", "guard end", "alignment 16")) {
                StandIn.command("set " + usual);
            }
            assertThat(device.allocations()).as("pieces of memory left").isZero();
            device.close();
        }
    }

    /** The device's operations with our own products, every launch written down. */
    private Ops ops() {
        return new Ops(new GpuKernels(WatchedQueue.of(new CudaQueue(device), launched)));
    }

    static List<AnswerCase> cases() {
        return AnswerCase.large();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreeWithTheReference(AnswerCase answers) {
        compare(answers, 0);
        assertThat(launched)
                .contains(GpuKernel.MATRIX_NT_WIDE, GpuKernel.MATRIX_NN_WIDE, GpuKernel.MATRIX_TN_WIDE)
                .doesNotContain(GpuKernel.MATRIX_NT, GpuKernel.MATRIX_NN, GpuKernel.MATRIX_TN_ADD)
                .doesNotContain(GpuKernel.MATRIX_NT_GRADIENT);
    }

    /** The comparison itself is tested: one factor that is off by a little must show in each of the products. */
    @Test
    void noticesAWrongFactor() {
        assertThatThrownBy(() -> compare(AnswerCase.SPLIT, 1e-2f)).isInstanceOf(AssertionError.class);
        List<double[]> right = run(AnswerCase.SPLIT, 0);
        List<double[]> wrong = run(AnswerCase.SPLIT, 1e-2f);
        for (int i = 0; i < right.size(); i++) {
            double[] found = wrong.get(i);
            double[] expected = right.get(i);
            assertThatThrownBy(() -> Close.assertClose("planted", found, expected, Close.SINGLE_GRADIENT))
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void splitsAreCombinedAndLongSumsOnly() {
        run(AnswerCase.SPLIT, 0);
        assertThat(launched)
                .filteredOn(kernel -> kernel.file().equals("matrix_wide"))
                .containsExactly(
                        GpuKernel.MATRIX_NT_WIDE,
                        GpuKernel.MATRIX_NN_WIDE,
                        GpuKernel.MATRIX_COMBINE,
                        GpuKernel.MATRIX_TN_WIDE);
    }

    @Test
    void smallerProductsTakeSmallTiles() {
        run(new AnswerCase(4095, 32, 32, false), 0);
        assertThat(launched)
                .contains(GpuKernel.MATRIX_NT, GpuKernel.MATRIX_NT_GRADIENT)
                .noneMatch(kernel -> kernel.file().equals("matrix_wide"));
    }

    @ParameterizedTest
    @CsvSource({
        "thread_order,reverse",
        "thread_order,random:1",
        "block_order,reverse",
        "block_order,random:2",
        "guard,beginning",
        "alignment,4"
    })
    void nothingDependsOn(String setting, String value) {
        List<List<double[]>> usual = List.of(run(AnswerCase.SPLIT, 0), run(new AnswerCase(128, 130, 254, false), 0));
        StandIn.command("set " + setting + " " + value);
        List<List<double[]>> other = List.of(run(AnswerCase.SPLIT, 0), run(new AnswerCase(128, 130, 254, false), 0));
        for (int i = 0; i < usual.size(); i++) {
            for (int r = 0; r < 3; r++) {
                assertThat(other.get(i).get(r))
                        .as("case " + i + " result " + r + " with " + setting + " " + value)
                        .isEqualTo(usual.get(i).get(r));
            }
        }
    }

    /** What is not a number reaches every result that it belongs to, and no other. */
    @ParameterizedTest
    @CsvSource({"NaN", "Infinity"})
    void passOnWhatIsNotANumber(float value) {
        AnswerCase answers = new AnswerCase(33, 1999, 64, false);
        List<double[]> actual = run(answers, value);
        List<double[]> expected = reference(answers, value);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(notNumbers(actual.get(i))).as("result " + i).isEqualTo(notNumbers(expected.get(i)));
            assertThat(notNumbers(expected.get(i))).contains("NaN".equals("" + value) ? "NaN" : "Infinity", "");
        }
    }

    private static List<String> notNumbers(double[] values) {
        return Arrays.stream(values)
                .mapToObj(value -> Double.isFinite(value) ? "" : Double.toString(value))
                .toList();
    }

    private void compare(AnswerCase answers, float disturbance) {
        answers.compare(run(answers, disturbance), reference(answers, 0), Close.SINGLE_FORWARD);
    }

    private List<double[]> run(AnswerCase answers, float disturbance) {
        try (Ops ops = ops()) {
            return answers.run(ops, disturbance);
        }
    }

    private static List<double[]> reference(AnswerCase answers, float disturbance) {
        try (Ops ops = new ScalarBackend(Precision.DOUBLE).newOps()) {
            return answers.run(ops, disturbance);
        }
    }
}
