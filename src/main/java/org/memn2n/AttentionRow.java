package org.memn2n;

import java.util.AbstractList;
import java.util.List;
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

    /** The mean of rows over the same story, of which each may lack other dropped sentences. */
    static AttentionRow mean(List<AttentionRow> rows) {
        int dropped = rows.stream().mapToInt(row -> row.dropped).min().orElseThrow();
        float[] weights = new float[rows.get(0).size() - dropped];
        for (int i = 0; i < weights.length; i++) {
            double sum = 0;
            for (AttentionRow row : rows) {
                sum += row.get(dropped + i);
            }
            weights[i] = (float) (sum / rows.size());
        }
        return new AttentionRow(dropped, weights);
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
