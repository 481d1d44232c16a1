package org.memn2n.io;

/** A tensor that should be saved holds a NaN or an infinity. Nothing is saved then. */
public final class NonFiniteValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String tensor;
    private final int index;

    /**
     * An error for one value.
     *
     * @param tensor the name of the tensor
     * @param index the position in its row-major values, counted from 0
     * @param value what stands there
     */
    public NonFiniteValueException(String tensor, int index, float value) {
        super("tensor " + Quoting.quote(tensor) + " holds " + value + " at index " + index
                + "; only finite values are saved. Remedy: find the step at which the values diverged,"
                + " for example with a smaller learning rate, and save the state before it.");
        this.tensor = tensor;
        this.index = index;
    }

    /** The name of the tensor. */
    public String tensor() {
        return tensor;
    }

    /** The position in its row-major values, counted from 0. */
    public int index() {
        return index;
    }
}
