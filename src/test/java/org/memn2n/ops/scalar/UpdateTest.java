package org.memn2n.ops.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.memn2n.ops.Clip;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tally.Fault;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.Close;
import org.memn2n.testkit.RandomInputs;

/** The step of gradient descent: by hand, and against a naive computation in which no line is shared with it. */
class UpdateTest {
    private static final double EXACT = 1e-12;

    private final Ops ops = new ScalarBackend(Precision.DOUBLE).newOps();
    private final Tally tally = ops.newTally();

    private Tensor tensor(int columns, double... values) {
        Tensor tensor = ops.allocate(Shape.of(values.length / columns, columns));
        System.arraycopy(values, 0, ((ScalarTensor) tensor).values(), 0, values.length);
        return tensor;
    }

    private static double[] values(Tensor tensor) {
        return Arrays.copyOf(((ScalarTensor) tensor).values(), tensor.shape().size());
    }

    private void step(Clip clip, double scale, Trained... parameters) {
        ops.update(List.of(parameters), new UpdateRule(0.5, scale, clip), 1, tally);
    }

    @Test
    void aStepByHand() {
        Trained parameter = new Trained(tensor(2, 1, 2, 3, 4), tensor(2, 10, -20, 0, 4), false);
        step(Clip.NONE, 0.1, parameter);
        assertThat(values(parameter.value())).containsExactly(1 - 0.5, 2 + 1, 3, 4 - 0.2);
        assertThat(values(parameter.gradient())).containsOnly(0);
    }

    @Test
    void aTensorThatIsTooLongIsShortenedToTheThreshold() {
        Trained longer = new Trained(tensor(2, 0, 0), tensor(2, 30, 40), false);
        Trained shorter = new Trained(tensor(2, 0, 0), tensor(2, 3, 4), false);
        step(new Clip(Clip.Kind.EACH_TENSOR, 10), 1, longer, shorter);
        assertThat(values(longer.value())).containsExactly(-0.5 * 6, -0.5 * 8);
        assertThat(values(shorter.value())).containsExactly(-0.5 * 3, -0.5 * 4);
    }

    @Test
    void theGlobalLengthIsOfAllTensorsTogether() {
        Trained first = new Trained(tensor(1, 0), tensor(1, 30), false);
        Trained second = new Trained(tensor(1, 0), tensor(1, 40), false);
        step(new Clip(Clip.Kind.GLOBAL, 10), 1, first, second);
        assertThat(values(first.value())).containsExactly(-0.5 * 6);
        assertThat(values(second.value())).containsExactly(-0.5 * 8);
    }

    @Test
    void theSpectralLengthIsTheLargestSingularValue() {
        Trained parameter = new Trained(tensor(2, 0, 0, 0, 0), tensor(2, 40, 0, 0, 10), false);
        step(new Clip(Clip.Kind.EACH_TENSOR_SPECTRAL, 10), 1, parameter);
        Close.assertClose("value", values(parameter.value()), new double[] {-0.5 * 10, 0, 0, -0.5 * 2.5}, EXACT);
    }

    /** The lengths of the clipped gradient are 5 and, for one row, the same in every sense. */
    @ParameterizedTest
    @EnumSource(Clip.Kind.class)
    void aLengthOfExactlyTheThresholdIsLeftAlone(Clip.Kind kind) {
        Trained parameter = new Trained(tensor(2, 0, 0), tensor(2, 3, 4), false);
        step(new Clip(kind, 5), 1, parameter);
        assertThat(values(parameter.value())).containsExactly(-1.5, -2);
    }

    @Test
    void theScaleComesBeforeTheClip() {
        Trained parameter = new Trained(tensor(2, 0, 0), tensor(2, 30, 40), false);
        step(new Clip(Clip.Kind.EACH_TENSOR, 10), 0.1, parameter);
        assertThat(values(parameter.value())).containsExactly(-0.5 * 3, -0.5 * 4);
    }

    @Test
    void aNullRowIsDroppedBeforeItsLengthIsMeasured() {
        for (Clip.Kind kind : Clip.Kind.values()) {
            Trained parameter = new Trained(tensor(2, 7, 7, 0, 0), tensor(2, 1e6, 1e6, 3, 4), true);
            step(new Clip(kind, 5), 1, parameter);
            assertThat(values(parameter.value())).as(kind.name()).containsExactly(7, 7, -1.5, -2);
            assertThat(values(parameter.gradient())).containsOnly(0);
        }
    }

    /** Words that are nothing get gradients that mean nothing; one that is not finite is dropped with them. */
    @Test
    void aNullRowIsDroppedBeforeItsFaultIsSeen() {
        Trained parameter = new Trained(tensor(1, 0, 0), tensor(1, Double.NaN, 2), true);
        step(Clip.NONE, 1, parameter);
        assertThat(ops.read(tally).fault().present()).isFalse();
        assertThat(values(parameter.value())).containsExactly(0, -1);
    }

    @Test
    void emptyParametersAreNoTrouble() {
        for (Clip.Kind kind : Clip.Kind.values()) {
            Trained none = new Trained(ops.allocate(Shape.of(0, 3)), ops.allocate(Shape.of(0, 3)), true);
            Trained narrow = new Trained(ops.allocate(Shape.of(3, 0)), ops.allocate(Shape.of(3, 0)), true);
            Trained one = new Trained(tensor(1, 1), tensor(1, 2), false);
            step(new Clip(kind, 100), 1, none, narrow, one);
            assertThat(values(one.value())).containsExactly(0);
            step(new Clip(kind, 100), 1);
        }
        assertThat(ops.read(tally).fault().present()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Clip.Kind.class)
    void agreesWithANaiveComputation(Clip.Kind kind) {
        for (int seed = 0; seed < 8; seed++) {
            for (double threshold : new double[] {0.5, 4, 1e9}) {
                compare(kind, threshold, seed, NaiveUpdate::step);
            }
        }
    }

    @Test
    void theComparisonNoticesAWrongStep() {
        assertThatThrownBy(() -> compare(
                        Clip.Kind.GLOBAL,
                        0.5,
                        0,
                        (values, gradients, kind, threshold) ->
                                NaiveUpdate.step(values, gradients, Clip.Kind.EACH_TENSOR, threshold)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> compare(
                        Clip.Kind.EACH_TENSOR_SPECTRAL,
                        0.5,
                        0,
                        (values, gradients, kind, threshold) ->
                                NaiveUpdate.step(values, gradients, Clip.Kind.EACH_TENSOR, threshold)))
                .isInstanceOf(AssertionError.class);
    }

    private interface Step {
        void step(List<double[][]> values, List<double[][]> gradients, Clip.Kind kind, double threshold);
    }

    private void compare(Clip.Kind kind, double threshold, int seed, Step naive) {
        RandomInputs inputs = new RandomInputs(seed);
        List<Trained> parameters = List.of(
                new Trained(ops.upload(inputs.tensor(9, 4)), ops.upload(inputs.tensor(9, 4)), true),
                new Trained(ops.upload(inputs.tensor(3, 5)), ops.upload(inputs.tensor(3, 5)), false),
                new Trained(ops.upload(inputs.tensor(1, 1)), ops.upload(inputs.tensor(1, 1)), true));
        List<double[][]> expected =
                parameters.stream().map(parameter -> rows(parameter.value())).toList();
        List<double[][]> gradients =
                parameters.stream().map(parameter -> rows(parameter.gradient())).toList();
        for (int i = 0; i < 3; i += 2) {
            Arrays.fill(gradients.get(i)[0], 0);
        }
        naive.step(expected, gradients, kind, threshold);
        ops.update(
                parameters, new UpdateRule(NaiveUpdate.RATE, NaiveUpdate.SCALE, new Clip(kind, threshold)), 1, tally);
        for (int i = 0; i < 3; i++) {
            double[] flat = Arrays.stream(expected.get(i))
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            String what = kind + " threshold " + threshold + " seed " + seed + " tensor " + i;
            Close.assertClose(what, values(parameters.get(i).value()), flat, EXACT);
        }
    }

    private static double[][] rows(Tensor tensor) {
        int columns = tensor.shape().extent(1);
        double[][] rows = new double[tensor.shape().extent(0)][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = Arrays.copyOfRange(((ScalarTensor) tensor).values(), r * columns, (r + 1) * columns);
        }
        return rows;
    }

    /** Scales a copy of every gradient, shortens the copy, subtracts it. */
    private static final class NaiveUpdate {
        static final double RATE = 0.3;
        static final double SCALE = 0.25;

        static void step(List<double[][]> values, List<double[][]> gradients, Clip.Kind kind, double threshold) {
            List<Array2DRowRealMatrix> scaled = gradients.stream()
                    .map(gradient -> (Array2DRowRealMatrix) new Array2DRowRealMatrix(gradient).scalarMultiply(SCALE))
                    .toList();
            double all = Math.sqrt(scaled.stream()
                    .mapToDouble(matrix -> Math.pow(matrix.getFrobeniusNorm(), 2))
                    .sum());
            for (int i = 0; i < values.size(); i++) {
                double length = switch (kind) {
                    case NONE -> 0;
                    case EACH_TENSOR -> scaled.get(i).getFrobeniusNorm();
                    case EACH_TENSOR_SPECTRAL -> new SingularValueDecomposition(scaled.get(i)).getNorm();
                    case GLOBAL -> all;
                };
                double[][] step = scaled.get(i)
                        .scalarMultiply(length > threshold ? threshold / length : 1)
                        .getData();
                for (int r = 0; r < step.length; r++) {
                    for (int k = 0; k < step[r].length; k++) {
                        values.get(i)[r][k] -= RATE * step[r][k];
                    }
                }
            }
        }
    }

    private List<Trained> three() {
        return List.of(
                new Trained(tensor(1, 1, 2), tensor(1, 0, 4), true),
                new Trained(tensor(2, 3, 4), tensor(2, 1, 1), false),
                new Trained(tensor(1, 5), tensor(1, 6), false));
    }

    private static List<double[]> valuesOf(List<Trained> parameters) {
        return parameters.stream().map(parameter -> values(parameter.value())).toList();
    }

    private static void assertUnchanged(List<Trained> parameters) {
        assertThat(valuesOf(parameters)).containsExactly(new double[] {1, 2}, new double[] {3, 4}, new double[] {5});
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aGradientThatIsNotFiniteStopsAllSteps(double bad) {
        UpdateRule rule = new UpdateRule(0.5, 1, Clip.NONE);
        for (int first = 0; first < 3; first++) {
            List<Trained> parameters = three();
            for (int i = first; i < 3; i++) {
                double[] gradient = ((ScalarTensor) parameters.get(i).gradient()).values();
                gradient[gradient.length - 1] = bad;
            }
            ops.update(parameters, rule, 41, tally);
            assertThat(ops.read(tally).fault()).isEqualTo(new Fault(41, first));
            assertUnchanged(parameters);

            parameters.forEach(parameter -> ops.fill(parameter.gradient(), 1));
            ops.update(parameters, rule, 42, tally);
            assertThat(ops.read(tally).fault()).isEqualTo(new Fault(41, first));
            assertUnchanged(parameters);

            ops.reset(tally);
            assertThat(ops.read(tally).fault()).isEqualTo(new Fault(0, Fault.NONE));
            ops.update(parameters, rule, 43, tally);
            assertThat(valuesOf(parameters))
                    .containsExactly(new double[] {1, 1.5}, new double[] {2.5, 3.5}, new double[] {4.5});
        }
    }

    @Test
    void theLargestFloatIsNoFault() {
        Ops single = new ScalarBackend(Precision.SINGLE).newOps();
        HostTensor largest = new HostTensor(Shape.of(1, 1), new float[] {Float.MAX_VALUE});
        Trained parameter = new Trained(single.allocate(Shape.of(1, 1)), single.upload(largest), false);
        Tally sums = single.newTally();
        single.update(List.of(parameter), new UpdateRule(1e-38, 1, Clip.NONE), 1, sums);
        assertThat(single.read(sums).fault().present()).isFalse();
        assertThat(single.download(parameter.value()).values()[0]).isBetween(-3.41f, -3.4f);
    }

    @Test
    void aLossThatIsNotFiniteStopsTheNextStep() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            ops.reset(tally);
            try (var batch = ops.upload(CrossEntropyTest.targets(0))) {
                Tensor logits = ops.upload(new HostTensor(Shape.of(1, 2), new float[] {bad, 1}));
                ops.crossEntropy(batch, logits, null, tally);
            }
            assertThat(ops.read(tally).fault()).isEqualTo(new Fault(0, Fault.LOSS));

            List<Trained> parameters = three();
            for (long step : new long[] {7, 8}) {
                ops.update(parameters, new UpdateRule(0.5, 1, Clip.NONE), step, tally);
                assertThat(ops.read(tally).fault()).isEqualTo(new Fault(7, Fault.LOSS));
                assertUnchanged(parameters);
            }
        }
    }

    @Test
    void thresholdsAreAboveZero() {
        for (double threshold : new double[] {0, -1, Double.NaN}) {
            assertThatThrownBy(() -> new Clip(Clip.Kind.GLOBAL, threshold))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(String.valueOf(threshold));
        }
    }

    @Test
    void factorsThatAreNotFiniteOrNegativeAreRefused() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1e-300}) {
            assertThatThrownBy(() -> new UpdateRule(bad, 1, Clip.NONE)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new UpdateRule(1, bad, Clip.NONE)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
