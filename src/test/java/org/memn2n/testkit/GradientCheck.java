package org.memn2n.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.scalar.ScalarTensor;

/** Analytic gradients against central differences, in double precision. */
public final class GradientCheck {
    private static final double STEP = 1e-5;

    private GradientCheck() {}

    /**
     * Fails unless the gradient is right to a relative error of 1e-6.
     *
     * @param what for the message
     * @param loss computes the loss anew from the current values of all tensors
     * @param input the tensor that the gradient belongs to; of a backend in double precision
     * @param analytic the gradient to check, of the same shape
     */
    public static void check(String what, DoubleSupplier loss, Tensor input, Tensor analytic) {
        double[] values = ((ScalarTensor) input).values();
        int size = input.shape().size();
        double[] found = Arrays.copyOf(((ScalarTensor) analytic).values(), size);
        double[] differences = new double[size];
        for (int i = 0; i < size; i++) {
            double value = values[i];
            values[i] = value + STEP;
            double above = loss.getAsDouble();
            values[i] = value - STEP;
            double below = loss.getAsDouble();
            values[i] = value;
            differences[i] = (above - below) / (2 * STEP);
        }
        checkRelative(what, found, differences);
    }

    /** The error of the whole tensor relative to its length, and that of each element relative to the largest. */
    private static void checkRelative(String what, double[] found, double[] differences) {
        double largest = Arrays.stream(differences).map(Math::abs).max().orElse(0);
        assertThat(largest).as(what + ": the gradient must not be trivial").isGreaterThan(1e-3);
        double error = 0;
        double length = 0;
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs(found[i] - differences[i]);
            if (!(difference <= Close.DIFFERENCES * largest)) {
                throw new AssertionError(what + "[" + i + "]: gradient " + found[i] + ", differences give "
                        + differences[i] + ", largest " + largest);
            }
            error += difference * difference;
            length += differences[i] * differences[i];
        }
        assertThat(Math.sqrt(error / length)).as(what + ": relative error").isLessThanOrEqualTo(Close.DIFFERENCES);
    }
}
