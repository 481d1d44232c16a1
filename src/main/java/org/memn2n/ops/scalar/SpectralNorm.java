package org.memn2n.ops.scalar;

/**
 * The largest singular value of a matrix G [rows, d]: the root of the largest eigenvalue of {@code G^T G},
 * found by Jacobi rotations (Golub and Van Loan, Matrix Computations, section 8.5).
 */
final class SpectralNorm {
    private static final int MAX_SWEEPS = 50;

    private SpectralNorm() {}

    static double of(ScalarTensor matrix) {
        int d = matrix.shape().extent(1);
        double[][] gram = gram(matrix.values(), matrix.shape().extent(0), d);
        for (int sweep = 0; sweep < MAX_SWEEPS && !diagonal(gram); sweep++) {
            for (int p = 0; p < d; p++) {
                for (int q = p + 1; q < d; q++) {
                    rotate(gram, p, q);
                }
            }
        }
        double largest = 0;
        for (int k = 0; k < d; k++) {
            largest = Math.max(largest, gram[k][k]);
        }
        return Math.sqrt(largest);
    }

    private static double[][] gram(double[] g, int rows, int d) {
        double[][] gram = new double[d][d];
        for (int r = 0; r < rows; r++) {
            for (int p = 0; p < d; p++) {
                for (int q = 0; q < d; q++) {
                    gram[p][q] += g[r * d + p] * g[r * d + q];
                }
            }
        }
        return gram;
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
