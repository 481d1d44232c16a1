package org.memn2n.model;

/** Where the first state comes from. */
public enum Query {
    /** From the question: {@code u = B q}. */
    QUESTION,
    /** There is no question: every component is 0.1, as in the paper's language model. */
    CONSTANT
}
