package org.memn2n.ops.simd;

/** {@code x = max(x, 0)} on the components from {@code firstRectified} on (paper section 5, half of the units). */
final class Relu {
    private Relu() {}

    /** A NaN passes, so that it is found: x [d] of {@code columns} from {@code x0} on, overwritten. */
    static void forward(float[] x, int x0, int firstRectified, int columns) {
        for (int k = x0 + firstRectified; k < x0 + columns; k++) {
            x[k] = x[k] < 0 ? 0 : x[k];
        }
    }

    /** Zero where the result was cut to zero; a NaN passes: x [d] the result, g [d] overwritten, both from {@code x0} on. */
    static void gradient(float[] x, int x0, int firstRectified, int columns, float[] g) {
        for (int k = x0 + firstRectified; k < x0 + columns; k++) {
            g[k] = x[k] <= 0 ? 0 : g[k];
        }
    }
}
