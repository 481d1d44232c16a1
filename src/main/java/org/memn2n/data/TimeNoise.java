package org.memn2n.data;

/** Random noise in the age of the sentences, for training only. */
public enum TimeNoise {
    /** Each sentence has its true age. */
    NONE,
    /** Ages are left out at random, so sentences look older than they are; no slot is added. */
    GAPS,
    /** The ages left out become slots without words, which take part in the softmax. */
    EMPTY_SLOTS
}
