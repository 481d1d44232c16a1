package org.memn2n.train;

/** Training met a number that is not finite and stopped; the parameters before that step are unharmed. */
public final class DivergedException extends RuntimeException {
    private final long step;
    private final String tensor;

    DivergedException(String job, int restart, long step, String tensor, double learningRate) {
        super(job + ", restart " + restart + ": " + tensor + " is not finite in step " + step + " (learning rate "
                + learningRate + "). Lower the learning rate, clip gradients at a lower norm, or take another seed, and"
                + " begin anew: resuming meets the same step. Nothing after step " + (step - 1) + " was kept.");
        this.step = step;
        this.tensor = tensor;
    }

    /** The step that met it, from 1. */
    public long step() {
        return step;
    }

    /** What was not finite: a loss, the gradient of a tensor, or a tensor. */
    public String tensor() {
        return tensor;
    }
}
