package org.memn2n.data;

/** How a batch tells the network the age of a sentence. */
public enum TimeRows {
    /** Not at all. */
    NONE,
    /** As a row of the temporal tables: {@link org.memn2n.tensor.WordLists#times} is filled. */
    TABLE,
    /** As one more word at the end of the sentence, a word of its own for each age. */
    WORD
}
