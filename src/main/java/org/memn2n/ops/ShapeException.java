package org.memn2n.ops;

/** Tensors were handed to an operation whose shapes do not fit together; nothing was computed. */
public final class ShapeException extends IllegalArgumentException {
    /** With a message that names the operation, the argument and both shapes. */
    public ShapeException(String message) {
        super(message);
    }
}
