package org.memn2n.train;

/** Which of several restarts is kept. Never the test error. */
public enum Selection {
    /** The one with the least error on the training examples, as in the paper; the lower loss of equals. */
    TRAINING_ERROR,
    /** The one with the least error on the validation examples; the lower loss of equals. */
    VALIDATION_ERROR,
    /** The one with the lowest loss on the validation examples, as in the paper's language model. */
    VALIDATION_LOSS
}
