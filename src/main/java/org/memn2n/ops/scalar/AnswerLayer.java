package org.memn2n.ops.scalar;

/** The matrix product before the final softmax: {@code logits = u W^T} (paper equation 3). */
final class AnswerLayer {
    private AnswerLayer() {}

    /** Class c is row {@code rows[c]} of the word table. */
    static void forward(ScalarTensor state, ScalarTensor words, int[] rows, ScalarTensor logits) {
        double[] u = state.values(); // [B, d]
        double[] w = words.values(); // [V, d]
        double[] z = logits.values(); // [B, C]
        int d = state.shape().extent(1);
        for (int b = 0; b < state.shape().extent(0); b++) {
            for (int c = 0; c < rows.length; c++) {
                double sum = 0;
                for (int k = 0; k < d; k++) {
                    sum += u[b * d + k] * w[rows[c] * d + k];
                }
                z[b * rows.length + c] = sum;
            }
        }
        logits.stored();
    }

    /** {@code du = dz W} and {@code dW += dz^T u}. */
    static void gradient(
            ScalarTensor state,
            ScalarTensor words,
            int[] rows,
            ScalarTensor logitsGradient,
            ScalarTensor stateGradient,
            ScalarTensor wordsGradient) {
        double[] u = state.values(); // [B, d]
        double[] w = words.values(); // [V, d]
        double[] dz = logitsGradient.values(); // [B, C]
        double[] du = stateGradient.values(); // [B, d]
        double[] dw = wordsGradient.values(); // [V, d]
        int d = state.shape().extent(1);
        for (int b = 0; b < state.shape().extent(0); b++) {
            for (int k = 0; k < d; k++) {
                du[b * d + k] = 0;
            }
            for (int c = 0; c < rows.length; c++) {
                double g = dz[b * rows.length + c];
                for (int k = 0; k < d; k++) {
                    du[b * d + k] += g * w[rows[c] * d + k];
                    dw[rows[c] * d + k] += g * u[b * d + k];
                }
            }
        }
        stateGradient.stored();
        wordsGradient.stored();
    }
}
