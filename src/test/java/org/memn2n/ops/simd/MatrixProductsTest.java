package org.memn2n.ops.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.memn2n.testkit.Close;
import org.memn2n.testkit.RandomInputs;

/** The matrix products against sums in double, at the edges of tiles, panels, depths and parts. */
class MatrixProductsTest {
    /** m, n, k: on both sides of 4 and 6 rows, one and two vectors of columns, 256 columns, 256 and 1024 k, several parts. */
    private static final int[][] SIZES = {
        {1, 1, 1},
        {4, 8, 3},
        {5, 9, 7},
        {6, 16, 8},
        {7, 17, 33},
        {8, 15, 20},
        {13, 31, 64},
        {2, 257, 5},
        {33, 300, 70},
        {9, 20, 255},
        {9, 20, 256},
        {9, 20, 257},
        {3, 24, 700},
        {21, 40, 1024},
        {5, 7, 4099},
        {140, 150, 130},
        {3, 5, 0},
    };

    /** Values whose products of so many terms have the size that the tolerance is for. */
    private static SimdTensor tensor(RandomInputs inputs, int rows, int columns) {
        return SimdTensors.of(inputs.scaled(Math.max(rows, columns) > 1024 ? 0.1 : 0.3, rows, columns));
    }

    private static double[] product(SimdTensor a, boolean aTurned, SimdTensor b, boolean bTurned, int m, int n, int k) {
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                for (int l = 0; l < k; l++) {
                    c[i * n + j] += (double) a.values()[aTurned ? l * a.stride() + i : i * a.stride() + l]
                            * b.values()[bTurned ? j * b.stride() + l : l * b.stride() + j];
                }
            }
        }
        return c;
    }

    private interface Product {
        SimdTensor run(MatrixProducts products);
    }

    /** With one thread and with three: right, the same bits, and zeros beyond the columns. */
    private static void check(String what, double[] expected, double tolerance, Product product) {
        float[] first = {};
        for (int threads : new int[] {1, 3}) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                SimdTensor c = product.run(new MatrixProducts(pool.newTeam()));
                float[] found = SimdTensors.values(c);
                Close.assertClose(what, Close.doubles(found), expected, tolerance);
                assertThat(found).as(what + ", threads").isEqualTo(threads == 1 ? found : first);
                first = found;
                for (int row = 0; row < c.rows(); row++) {
                    for (int k = c.columns(); k < c.stride(); k++) {
                        assertThat(c.values()[row * c.stride() + k])
                                .as(what + ", filling")
                                .isZero();
                    }
                }
            }
        }
    }

    @Test
    void everyProductAtEveryEdge() {
        for (int[] size : SIZES) {
            int m = size[0];
            int n = size[1];
            int k = size[2];
            String what = Arrays.toString(size);
            RandomInputs inputs = new RandomInputs(m + n + k);
            SimdTensor a = tensor(inputs, m, k);
            SimdTensor b = tensor(inputs, n, k);
            SimdTensor turned = tensor(inputs, k, n);
            SimdTensor left = tensor(inputs, k, m);
            check("nt " + what, product(a, false, b, true, m, n, k), Close.SINGLE_FORWARD, products -> {
                SimdTensor c = SimdTensors.dirty(m, n);
                products.nt(a, b, null, c);
                return c;
            });
            check("nn " + what, product(a, false, turned, false, m, n, k), Close.SINGLE_FORWARD, products -> {
                SimdTensor c = SimdTensors.dirty(m, n);
                products.nn(a, turned, null, c);
                return c;
            });
            double[] added = product(left, true, turned, false, m, n, k);
            Arrays.setAll(added, i -> added[i] + SimdTensors.DIRT);
            check("tnAdd " + what, added, Close.SINGLE_GRADIENT, products -> {
                SimdTensor c = SimdTensors.dirty(m, n);
                products.tnAdd(left, turned, c.values());
                return c;
            });
        }
    }

    @Test
    void rowsAreChosen() {
        RandomInputs inputs = new RandomInputs(3);
        int[] rows = {4, 0, 4, 2, 1, 1, 3};
        SimdTensor table = tensor(inputs, 5, 21);
        SimdTensor chosen = SimdTensors.dirty(rows.length, 21);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(
                    table.values(), rows[i] * table.stride(), chosen.values(), i * table.stride(), table.stride());
        }
        SimdTensor a = tensor(inputs, 6, 21);
        check("nt", product(a, false, chosen, true, 6, rows.length, 21), Close.SINGLE_FORWARD, products -> {
            SimdTensor c = SimdTensors.dirty(6, rows.length);
            products.nt(a, table, rows, c);
            return c;
        });
        SimdTensor left = tensor(inputs, 6, rows.length);
        check("nn", product(left, false, chosen, false, 6, 21, rows.length), Close.SINGLE_FORWARD, products -> {
            SimdTensor c = SimdTensors.dirty(6, 21);
            products.nn(left, table, rows, c);
            return c;
        });
    }
}
