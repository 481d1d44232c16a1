package org.memn2n;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * How much one hop took from each sentence of a story: 0 from those that were dropped, then the weights of the others.
 * Unchangeable. Its size in memory is that of the weights, however many sentences were dropped.
 */
final class AttentionRow extends AbstractList<Double> implements RandomAccess {
    private final int dropped;
    private final float[] weights;

    /**
     * A row.
     *
     * @param dropped how many sentences come before those that have a weight
     * @param weights of the others; not copied, so they must not be changed
     */
    AttentionRow(int dropped, float[] weights) {
        this.dropped = dropped;
        this.weights = weights;
    }

    @Override
    public Double get(int sentence) {
        Objects.checkIndex(sentence, size());
        return sentence < dropped ? 0.0 : (double) weights[sentence - dropped];
    }

    @Override
    public int size() {
        return dropped + weights.length;
    }
}
