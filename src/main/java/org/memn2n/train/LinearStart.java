package org.memn2n.train;

/** How long training begins without the softmax in the hops (paper section 4.1, linear start training). */
public enum LinearStart {
    /** Not at all. */
    NONE,
    /** For a fixed number of epochs, as in the authors' code. */
    FIXED_EPOCHS,
    /** Until the validation loss stops falling, as the paper says. */
    VALIDATION
}
