package org.memn2n.benchmarks.work;

/** A result is not what it should be, so no time is worth knowing. */
public final class NotVerifiedException extends RuntimeException {
    /** With what is wrong and where. */
    public NotVerifiedException(String message) {
        super(message);
    }
}
