package org.memn2n.ops.gpu;

/**
 * One product of row-major matrices in device memory.
 *
 * @param form which operand is transposed, and whether the product is added
 * @param m rows of c
 * @param n columns of c
 * @param k terms of each sum
 * @param a the first operand, read
 * @param b the second operand, read
 * @param c the result [m, n], written; overlaps neither operand
 */
public record MatrixProduct(Form form, int m, int n, int k, GpuBuffer a, GpuBuffer b, GpuBuffer c) {
    /**
     * From so many multiply-adds on, a product is large. Below, small tiles take at most about a microsecond longer than any
     * launch, so there is little to gain: a prediction, from a count of 3.6e12 multiply-adds a second on an H100, not
     * measured.
     */
    public static final long LARGE = 1 << 22;

    /** What is multiplied. */
    public enum Form {
        /** c = a [m, k] times b [n, k] transposed. */
        NT,
        /** c = a [m, k] times b [k, n]. */
        NN,
        /** c += a [k, m] transposed times b [k, n]. */
        TN_ADD
    }

    /** Whether a wide tile or a library is worth it; by shape alone, so that equal shapes give equal bits anywhere. */
    public boolean isLarge() {
        return (long) m * n * k >= LARGE;
    }

    /** Whether there is nothing to multiply. */
    public boolean isEmpty() {
        return m == 0 || n == 0 || k == 0;
    }
}
