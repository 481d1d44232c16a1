package org.memn2n.train;

/** A folder holds a training on other data, or with other choices, than the one that was to go on there. */
public final class OtherTrainingException extends IllegalStateException {
    OtherTrainingException(String message) {
        super(message);
    }
}
