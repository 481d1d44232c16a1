package org.memn2n.ops.scalar;

/** The map between hops of layer-wise tying: {@code v = H u} for each story (paper section 2.2). */
final class Linear {
    private Linear() {}

    static void forward(ScalarTensor state, ScalarTensor map, ScalarTensor result) {
        double[] u = state.values(); // [B, d]
        double[] h = map.values(); // [d, d]
        double[] v = result.values(); // [B, d]
        int stories = state.shape().extent(0);
        int d = state.shape().extent(1);
        for (int b = 0; b < stories; b++) {
            for (int row = 0; row < d; row++) {
                double sum = 0;
                for (int k = 0; k < d; k++) {
                    sum += h[row * d + k] * u[b * d + k];
                }
                v[b * d + row] = sum;
            }
        }
        result.stored();
    }

    /** {@code du = H^T dv} and {@code dH += sum_b dv_b u_b^T}. */
    static void gradient(
            ScalarTensor state,
            ScalarTensor map,
            ScalarTensor resultGradient,
            ScalarTensor stateGradient,
            ScalarTensor mapGradient) {
        double[] u = state.values(); // [B, d]
        double[] h = map.values(); // [d, d]
        double[] dv = resultGradient.values(); // [B, d]
        double[] du = stateGradient.values(); // [B, d]
        double[] dh = mapGradient.values(); // [d, d]
        int stories = state.shape().extent(0);
        int d = state.shape().extent(1);
        for (int b = 0; b < stories; b++) {
            for (int k = 0; k < d; k++) {
                double sum = 0;
                for (int row = 0; row < d; row++) {
                    sum += h[row * d + k] * dv[b * d + row];
                    dh[row * d + k] += dv[b * d + row] * u[b * d + k];
                }
                du[b * d + k] = sum;
            }
        }
        stateGradient.stored();
        mapGradient.stored();
    }
}
