package org.memn2n.ops;

/**
 * One step of stochastic gradient descent: {@code value -= learningRate * clip(gradientScale * gradient)}.
 *
 * @param learningRate the step size
 * @param gradientScale what gradients are multiplied with before the clip: 1 for a summed loss, 1/B for a mean
 * @param clip how long gradients are shortened
 */
public record UpdateRule(double learningRate, double gradientScale, Clip clip) {
    /** Checks that the factors are finite and not below 0: others would destroy parameters without a fault to show for it. */
    public UpdateRule {
        if (!(learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY)
                || !(gradientScale >= 0 && gradientScale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("learning rate " + learningRate + " and gradient scale " + gradientScale
                    + " must be finite and 0 or more");
        }
    }
}
