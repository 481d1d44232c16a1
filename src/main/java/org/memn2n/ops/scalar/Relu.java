package org.memn2n.ops.scalar;

/** {@code x = max(x, 0)} on the components from {@code firstRectified} on (paper section 5, half of the units). */
final class Relu {
    private Relu() {}

    static void forward(ScalarTensor state, int firstRectified) {
        double[] x = state.values(); // [B, d]
        int d = state.shape().extent(1);
        for (int i = 0; i < state.shape().size(); i++) {
            if (i % d >= firstRectified && x[i] < 0) {
                x[i] = 0;
            }
        }
    }

    /** Zero where the result was cut to zero; a NaN passes, so that it is found. */
    static void gradient(ScalarTensor rectified, int firstRectified, ScalarTensor gradient) {
        double[] x = rectified.values(); // [B, d]
        double[] g = gradient.values(); // [B, d]
        int d = rectified.shape().extent(1);
        for (int i = 0; i < rectified.shape().size(); i++) {
            if (i % d >= firstRectified && x[i] <= 0) {
                g[i] = 0;
            }
        }
    }
}
