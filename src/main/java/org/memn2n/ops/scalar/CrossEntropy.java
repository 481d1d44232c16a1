package org.memn2n.ops.scalar;

import org.jspecify.annotations.Nullable;

/** Softmax, loss and gradient at the logits: {@code loss = -log softmax(z)[target]}, summed over the batch. */
final class CrossEntropy {
    private CrossEntropy() {}

    static void forward(int[] targets, ScalarTensor logits, @Nullable ScalarTensor gradient, ScalarTally tally) {
        double[] z = logits.values(); // [B, C]
        int classes = logits.shape().extent(1);
        for (int b = 0; b < targets.length; b++) {
            int row = b * classes;
            int best = argMax(z, row, classes);
            tally.examples++;
            if (best != targets[b]) {
                tally.wrong++;
            }
            boolean scored = targets[b] >= 0;
            double logSum = scored ? logSumOfExponentials(z, row, classes) : 0;
            if (scored) {
                double loss = logSum - z[row + targets[b]];
                tally.loss += loss;
                tally.lossFault |= !Double.isFinite(loss);
            }
            if (gradient != null) {
                double[] dz = gradient.values(); // [B, C]
                for (int c = 0; c < classes; c++) {
                    dz[row + c] = scored ? Math.exp(z[row + c] - logSum) - (c == targets[b] ? 1 : 0) : 0;
                }
            }
        }
        if (gradient != null) {
            gradient.stored();
        }
    }

    /** The softmax of each row. */
    static void distribution(ScalarTensor logits, ScalarTensor probabilities) {
        double[] z = logits.values(); // [B, C]
        double[] p = probabilities.values(); // [B, C]
        int classes = logits.shape().extent(1);
        for (int row = 0; row < logits.shape().size(); row += classes) {
            double logSum = logSumOfExponentials(z, row, classes);
            for (int c = 0; c < classes; c++) {
                p[row + c] = Math.exp(z[row + c] - logSum);
            }
        }
        probabilities.stored();
    }

    /** {@code log sum_c exp(z_c)}, shifted by the maximum so that it cannot overflow. */
    private static double logSumOfExponentials(double[] z, int row, int classes) {
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            max = Math.max(max, z[row + c]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(z[row + c] - max);
        }
        return max + Math.log(sum);
    }

    /** The class of the largest logit, the first of equals; -2, which is no target, when one is not a number. */
    private static int argMax(double[] z, int row, int classes) {
        int best = -2;
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            if (Double.isNaN(z[row + c])) {
                return -2;
            }
            if (best < 0 || z[row + c] > max) {
                best = c;
                max = z[row + c];
            }
        }
        return best;
    }
}
