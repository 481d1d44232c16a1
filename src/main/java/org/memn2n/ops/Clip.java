package org.memn2n.ops;

/**
 * How gradients that are too long are shortened before a step.
 *
 * @param kind which length is measured
 * @param threshold the greatest length left alone; longer gradients are scaled down to it
 */
public record Clip(Kind kind, double threshold) {
    /** No clipping. */
    public static final Clip NONE = new Clip(Kind.NONE, Double.MAX_VALUE);

    /** Which length is measured. */
    public enum Kind {
        /** None: gradients are left alone. */
        NONE,
        /** The L2 norm of each tensor on its own. */
        EACH_TENSOR,
        /** The largest singular value of each tensor, as MATLAB's {@code norm} in the authors' bAbI code. */
        EACH_TENSOR_SPECTRAL,
        /** One L2 norm over all tensors, as in the paper's language model. */
        GLOBAL
    }

    /** Checks that the threshold is a positive number. */
    public Clip {
        if (!(threshold > 0)) {
            throw new IllegalArgumentException("the clip threshold must be above 0: " + threshold);
        }
    }
}
