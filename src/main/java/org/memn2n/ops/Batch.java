package org.memn2n.ops;

/** A {@link org.memn2n.tensor.StoryBatch} on the device. Made by {@link Ops#upload}; closed by its user. */
public interface Batch extends AutoCloseable {
    /** B, the number of stories. */
    int stories();

    /** The S sentences in the memory slots of all stories. */
    Sentences memories();

    /** The B questions, or no sentences when the network has a constant query. */
    Sentences queries();

    /** One more than the largest target class; 0 without targets. */
    int targetLimit();

    @Override
    void close();
}
