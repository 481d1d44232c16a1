package org.memn2n.train;

/**
 * How a network did on some examples.
 *
 * @param loss the sum of the losses in nats, of examples whose answer is a class
 * @param wrong how many answers were not right
 * @param examples how many were asked
 */
public record Score(double loss, long wrong, long examples) {
    /** The fraction of wrong answers, 0 to 1; 0 without examples. */
    public double error() {
        return examples == 0 ? 0 : (double) wrong / examples;
    }

    /** The mean loss in nats; 0 without examples. */
    public double meanLoss() {
        return examples == 0 ? 0 : loss / examples;
    }
}
