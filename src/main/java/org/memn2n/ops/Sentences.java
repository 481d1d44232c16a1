package org.memn2n.ops;

/**
 * Device-resident sentences of a {@link Batch}: its memories or its queries.
 *
 * <p>The limits were computed when the batch was uploaded. Comparing them with a table's extents is what
 * keeps every later lookup inside the table, on devices that could not check it themselves.
 */
public interface Sentences {
    /** How many sentences there are. */
    int count();

    /** One more than the largest word id; 0 without words. */
    int wordLimit();

    /** One more than the largest temporal row; 0 when no sentence has one. */
    int timeLimit();
}
