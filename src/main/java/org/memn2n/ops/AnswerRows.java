package org.memn2n.ops;

/**
 * Device-resident: for each answer class the row of the word table that stands for it, when not every
 * word is an answer. Made by {@link Ops#uploadRows}.
 */
public interface AnswerRows extends AutoCloseable {
    /** The number of classes. */
    int count();

    /** One more than the largest row. */
    int rowLimit();

    @Override
    void close();
}
