package org.memn2n.ops;

/**
 * Running sums on the device: loss, wrong answers, examples, and the first fault.
 *
 * <p>{@link Ops#crossEntropy} adds to it and {@link Ops#update} reads the fault from it, all without
 * waiting, so a training loop needs to read it only when it wants to show a number.
 */
public interface Tally extends AutoCloseable {
    @Override
    void close();

    /**
     * What a tally held when it was read.
     *
     * @param loss the sum of the losses, in nats
     * @param wrong how many answers were not the target
     * @param examples how many were counted
     * @param fault the first not-finite number met, if any
     */
    record Values(double loss, long wrong, long examples, Fault fault) {}

    /**
     * A number that is not finite. It is sticky: from that moment {@link Ops#update} changes nothing, so
     * parameters keep their last finite values however late the host reads the tally.
     *
     * @param step the step given to the update that met it
     * @param tensor the index of the gradient that is not finite, or {@link #LOSS}, or {@link #NONE}
     */
    record Fault(long step, int tensor) {
        /** {@link #tensor} when everything was finite. */
        public static final int NONE = -2;

        /** {@link #tensor} when the loss itself was not finite. */
        public static final int LOSS = -1;

        /** Whether a fault was met. */
        public boolean present() {
            return tensor != NONE;
        }
    }
}
