package org.memn2n.ops;

/**
 * The largest singular value of a matrix G [rows, d]: the root of the largest eigenvalue of {@code G^T G},
 * found by Jacobi rotations (Golub and Van Loan, Matrix Computations, section 8.5). For backends on the CPU.
 */
public final class SpectralNorm {
    private static final int MAX_SWEEPS = 50;

    private SpectralNorm() {}

    /** The largest singular value of G, given {@code gram = G^T G} [d, d], which is overwritten. */
    public static double ofGram(double[][] gram) {
        for (int sweep = 0; sweep < MAX_SWEEPS && !diagonal(gram); sweep++) {
            for (int p = 0; p < gram.length; p++) {
                for (int q = p + 1; q < gram.length; q++) {
                    rotate(gram, p, q);
                }
            }
        }
        double largest = 0;
        for (int k = 0; k < gram.length; k++) {
            largest = Math.max(largest, gram[k][k]);
        }
        return Math.sqrt(largest);
    }

    private static boolean diagonal(double[][] a) {
        double off = 0;
        double on = 0;
        for (int p = 0; p < a.length; p++) {
            on += a[p][p] * a[p][p];
            for (int q = 0; q < p; q++) {
                off += 2 * a[p][q] * a[p][q];
            }
        }
        return off <= 1e-28 * on;
    }

    /** Makes a[p][q] zero by a rotation of the plane of p and q. */
    private static void rotate(double[][] a, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < a.length; k++) {
            double kp = a[k][p];
            double kq = a[k][q];
            a[k][p] = c * kp - s * kq;
            a[k][q] = s * kp + c * kq;
        }
        for (int k = 0; k < a.length; k++) {
            double pk = a[p][k];
            double qk = a[q][k];
            a[p][k] = c * pk - s * qk;
            a[q][k] = s * pk + c * qk;
        }
    }
}
