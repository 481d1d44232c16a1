package org.memn2n.model;

/** What the softmax makes of memory slots that hold no sentence. */
public enum EmptySlots {
    /** They do not take part. */
    MASKED,
    /** As in the authors' code: they have score 0 and take their share of the weight. */
    COUNTED
}
