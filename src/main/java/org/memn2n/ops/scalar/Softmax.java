package org.memn2n.ops.scalar;

/** The softmax over the slots of each story, in place: {@code p_i = exp(s_i) / sum_j exp(s_j)} (paper equation 1). */
final class Softmax {
    private Softmax() {}

    /** Slots beyond a story's own, up to {@code width}, are empty: their score is 0 and their weight is not stored. */
    static void forward(int[] slotOffsets, ScalarTensor scores, int width) {
        double[] p = scores.values(); // [S]
        for (int b = 0; b + 1 < slotOffsets.length; b++) {
            int first = slotOffsets[b];
            int end = slotOffsets[b + 1];
            int empty = Math.max(0, width - (end - first));
            double max = empty > 0 ? 0 : Double.NEGATIVE_INFINITY;
            for (int i = first; i < end; i++) {
                max = Math.max(max, p[i]);
            }
            // Without empty slots the maximum may be far below 0, and exp(-max) infinite.
            double sum = empty > 0 ? empty * Math.exp(-max) : 0;
            for (int i = first; i < end; i++) {
                p[i] = Math.exp(p[i] - max);
                sum += p[i];
            }
            for (int i = first; i < end; i++) {
                p[i] /= sum;
            }
        }
        scores.stored();
    }

    /** {@code ds_i = p_i (dp_i - sum_j p_j dp_j)}, in place; an empty slot has output 0, hence dp = 0. */
    static void gradient(int[] slotOffsets, ScalarTensor weights, ScalarTensor gradient) {
        double[] p = weights.values(); // [S]
        double[] ds = gradient.values(); // [S]
        for (int b = 0; b + 1 < slotOffsets.length; b++) {
            double mean = 0;
            for (int i = slotOffsets[b]; i < slotOffsets[b + 1]; i++) {
                mean += p[i] * ds[i];
            }
            for (int i = slotOffsets[b]; i < slotOffsets[b + 1]; i++) {
                ds[i] = p[i] * (ds[i] - mean);
            }
        }
        gradient.stored();
    }
}
