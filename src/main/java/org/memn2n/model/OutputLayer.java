package org.memn2n.model;

/** Between which words the network chooses its answer. */
public enum OutputLayer {
    /** All words of the tables, the null word included, as in the authors' code. */
    VOCABULARY,
    /** Only words that were the answer to a question in training; of a text, all its words. */
    ANSWERS
}
