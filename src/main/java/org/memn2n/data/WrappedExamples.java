package org.memn2n.data;

import java.util.Arrays;
import org.memn2n.tensor.StoryBatch;

/**
 * Examples from one of them on, and from that one again after the last, in as many full batches as all the examples need: the
 * positions that the authors' code for language modelling scores, some twice and the first never.
 */
public final class WrappedExamples implements Examples {
    private final Examples all;
    private final int first;
    private final int size;

    /**
     * @param all the examples
     * @param first the number of the one to begin with
     * @param batchSize how many fill a batch
     * @throws IllegalArgumentException when there is no example of that number
     */
    public WrappedExamples(Examples all, int first, int batchSize) {
        if (first >= all.size()) {
            throw new IllegalArgumentException(
                    "nothing to score: " + all.size() + " examples, of which the first " + first + " are left out");
        }
        this.all = all;
        this.first = first;
        this.size = Math.multiplyExact((all.size() + batchSize - 1) / batchSize, batchSize);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public StoryBatch batch(int[] numbers, Noise noise) {
        int counted = all.size() - first;
        return all.batch(
                Arrays.stream(numbers).map(number -> first + number % counted).toArray(), noise);
    }
}
