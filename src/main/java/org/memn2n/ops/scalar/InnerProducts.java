package org.memn2n.ops.scalar;

/** Scores of the memories: {@code s_i = u_b . m_i} for every slot i of story b (paper equation 1). */
final class InnerProducts {
    private InnerProducts() {}

    static void forward(int[] slotOffsets, ScalarTensor state, ScalarTensor memory, ScalarTensor scores) {
        double[] u = state.values(); // [B, d]
        double[] m = memory.values(); // [S, d]
        double[] s = scores.values(); // [S]
        int d = state.shape().extent(1);
        for (int b = 0; b + 1 < slotOffsets.length; b++) {
            for (int i = slotOffsets[b]; i < slotOffsets[b + 1]; i++) {
                double sum = 0;
                for (int k = 0; k < d; k++) {
                    sum += u[b * d + k] * m[i * d + k];
                }
                s[i] = sum;
            }
        }
        scores.stored();
    }

    /** {@code du_b += sum_i ds_i m_i} and {@code dm_i += ds_i u_b}. */
    static void gradient(
            int[] slotOffsets,
            ScalarTensor state,
            ScalarTensor memory,
            ScalarTensor scoresGradient,
            ScalarTensor stateGradient,
            ScalarTensor memoryGradient) {
        double[] u = state.values(); // [B, d]
        double[] m = memory.values(); // [S, d]
        double[] ds = scoresGradient.values(); // [S]
        double[] du = stateGradient.values(); // [B, d]
        double[] dm = memoryGradient.values(); // [S, d]
        int d = state.shape().extent(1);
        for (int b = 0; b + 1 < slotOffsets.length; b++) {
            for (int i = slotOffsets[b]; i < slotOffsets[b + 1]; i++) {
                for (int k = 0; k < d; k++) {
                    du[b * d + k] += ds[i] * m[i * d + k];
                    dm[i * d + k] += ds[i] * u[b * d + k];
                }
            }
        }
        stateGradient.stored();
        memoryGradient.stored();
    }
}
