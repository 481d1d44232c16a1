package org.memn2n.ops.scalar;

import java.util.Arrays;
import java.util.List;
import org.memn2n.ops.Clip;
import org.memn2n.ops.SpectralNorm;
import org.memn2n.ops.Tally.Fault;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;

/** One step of gradient descent: {@code value -= rate * clip(scale * gradient)}; null rows stay zero (paper section 4.2). */
final class Update {
    private Update() {}

    static void step(List<Trained> parameters, UpdateRule rule, long step, ScalarTally tally) {
        if (tally.fault.present()) {
            return;
        }
        if (tally.lossFault) {
            tally.fault = new Fault(step, Fault.LOSS);
            return;
        }
        double[] squares = new double[parameters.size()];
        for (int i = 0; i < squares.length; i++) {
            ScalarTensor gradient = ScalarTensor.of(parameters.get(i).gradient());
            dropNullRow(parameters.get(i), gradient);
            squares[i] = sumOfSquares(gradient);
            if (!Double.isFinite(squares[i])) {
                tally.fault = new Fault(step, i);
                return;
            }
        }
        double global = 0;
        for (double square : squares) {
            global += square;
        }
        for (int i = 0; i < squares.length; i++) {
            ScalarTensor gradient = ScalarTensor.of(parameters.get(i).gradient());
            double length = switch (rule.clip().kind()) {
                case NONE -> 0;
                case EACH_TENSOR -> Math.sqrt(squares[i]);
                case EACH_TENSOR_SPECTRAL -> SpectralNorm.ofGram(gram(gradient));
                case GLOBAL -> Math.sqrt(global);
            };
            apply(ScalarTensor.of(parameters.get(i).value()), gradient, rule, length);
        }
    }

    private static void dropNullRow(Trained parameter, ScalarTensor gradient) {
        int columns = gradient.shape().extent(1);
        if (parameter.nullRow() && gradient.shape().extent(0) > 0) {
            Arrays.fill(gradient.values(), 0, columns, 0);
        }
    }

    private static double sumOfSquares(ScalarTensor gradient) {
        double[] g = gradient.values();
        double sum = 0;
        for (int i = 0; i < gradient.shape().size(); i++) {
            sum += g[i] * g[i];
        }
        return sum;
    }

    /** {@code G^T G} [d, d] of a gradient [rows, d]. */
    static double[][] gram(ScalarTensor gradient) {
        double[] g = gradient.values();
        int d = gradient.shape().extent(1);
        double[][] gram = new double[d][d];
        for (int row = 0; row < gradient.shape().size(); row += d) {
            for (int p = 0; p < d; p++) {
                for (int q = 0; q < d; q++) {
                    gram[p][q] += g[row + p] * g[row + q];
                }
            }
        }
        return gram;
    }

    private static void apply(ScalarTensor value, ScalarTensor gradient, UpdateRule rule, double length) {
        Clip clip = rule.clip();
        double scaled = length * rule.gradientScale();
        double shortened = scaled > clip.threshold() ? clip.threshold() / scaled : 1;
        double factor = rule.learningRate() * rule.gradientScale() * shortened;
        double[] x = value.values();
        double[] g = gradient.values();
        for (int i = 0; i < value.shape().size(); i++) {
            x[i] -= factor * g[i];
            g[i] = 0;
        }
        value.stored();
    }
}
