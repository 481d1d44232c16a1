package org.memn2n.ops.scalar;

/** What is read from the memory: {@code o_b += sum_i p_i c_i} over the slots i of story b (paper equation 2). */
final class WeightedSum {
    private WeightedSum() {}

    static void forward(int[] slotOffsets, ScalarTensor weights, ScalarTensor output, ScalarTensor sum) {
        double[] p = weights.values(); // [S]
        double[] c = output.values(); // [S, d]
        double[] o = sum.values(); // [B, d]
        int d = sum.shape().extent(1);
        for (int b = 0; b + 1 < slotOffsets.length; b++) {
            for (int i = slotOffsets[b]; i < slotOffsets[b + 1]; i++) {
                for (int k = 0; k < d; k++) {
                    o[b * d + k] += p[i] * c[i * d + k];
                }
            }
        }
        sum.stored();
    }

    /** {@code dp_i = do_b . c_i} and {@code dc_i += p_i do_b}. */
    static void gradient(
            int[] slotOffsets,
            ScalarTensor weights,
            ScalarTensor output,
            ScalarTensor sumGradient,
            ScalarTensor weightsGradient,
            ScalarTensor outputGradient) {
        double[] p = weights.values(); // [S]
        double[] dc = outputGradient.values(); // [S, d]
        double[] g = sumGradient.values(); // [B, d]
        int d = sumGradient.shape().extent(1);
        InnerProducts.forward(slotOffsets, sumGradient, output, weightsGradient);
        for (int b = 0; b + 1 < slotOffsets.length; b++) {
            for (int i = slotOffsets[b]; i < slotOffsets[b + 1]; i++) {
                for (int k = 0; k < d; k++) {
                    dc[i * d + k] += p[i] * g[b * d + k];
                }
            }
        }
        outputGradient.stored();
    }
}
