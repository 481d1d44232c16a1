package org.memn2n.data;

import org.memn2n.tensor.StoryBatch;

/** Examples in numbers, in a fixed order, of which any can be laid out as a batch. Safe to share between threads. */
public interface Examples {
    /** How many there are; their numbers are from 0 to below it. */
    int size();

    /**
     * A batch of some examples.
     *
     * @param numbers which ones, in this order; one may come several times
     * @param noise noise in the time index, for examples whose sentences have one; others have none
     * @throws IndexOutOfBoundsException when there is no example of a number
     */
    StoryBatch batch(int[] numbers, Noise noise);
}
