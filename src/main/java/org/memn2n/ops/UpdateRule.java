package org.memn2n.ops;

/**
 * One step of stochastic gradient descent: {@code value -= learningRate * clip(gradientScale * gradient)}.
 *
 * @param learningRate the step size
 * @param gradientScale what gradients are multiplied with before the clip: 1 for a summed loss, 1/B for a mean
 * @param clip how long gradients are shortened
 */
public record UpdateRule(double learningRate, double gradientScale, Clip clip) {
    /** Checks that the factors are finite: others would destroy parameters without a fault to show for it. */
    public UpdateRule {
        if (!Double.isFinite(learningRate) || !Double.isFinite(gradientScale)) {
            throw new IllegalArgumentException(
                    "learning rate " + learningRate + " and gradient scale " + gradientScale + " must be finite");
        }
    }
}
