package org.memn2n.train;

/** Training was asked to stop and did, after its state was saved where there was a place for it. */
public final class TrainingStoppedException extends RuntimeException {
    /** Says where it stopped. */
    public TrainingStoppedException(String message) {
        super(message);
    }
}
