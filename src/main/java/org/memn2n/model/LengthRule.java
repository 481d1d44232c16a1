package org.memn2n.model;

/** What J is in the formulas of position encoding. */
public enum LengthRule {
    /** The number of words of the sentence itself, as in the paper. */
    SENTENCE,
    /** The number of words of the longest training sentence, as in the authors' code. */
    LONGEST
}
