package org.memn2n.ops.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.Shape;

/** How wide products are covered, for the shapes that matter and at the edges. */
class ProductPlanTest {
    /** Answers of a language model, the gradients of its states and of its table, and what may come beside them. */
    @ParameterizedTest
    @CsvSource({
        "128, 10000, 150, 314, 1, 160",
        "128, 150, 10000, 6, 42, 240",
        "10000, 150, 128, 471, 1, 128",
        "32, 20, 10000, 1, 70, 144",
        "1, 1, 4194304, 1, 256, 16384",
        "64, 64, 255, 1, 1, 256",
        "64, 64, 256, 1, 2, 128",
        "64, 65, 257, 2, 2, 144",
        "8192, 8192, 4096, 16384, 1, 4096"
    })
    void coversEverySumOnce(int m, int n, int k, int tiles, int splits, int depth) {
        ProductPlan plan = ProductPlan.of(m, n, k);

        assertThat(plan).isEqualTo(new ProductPlan(tiles, splits, depth));
        assertThat(plan.blocks()).isEqualTo(tiles * splits);
        assertThat(plan.depth() % ProductPlan.STEP).isZero();
        assertThat((long) plan.splits() * plan.depth()).as("reaches the end").isGreaterThanOrEqualTo(k);
        assertThat((long) (plan.splits() - 1) * plan.depth())
                .as("no empty split")
                .isLessThan(k);
    }

    /** A product is large from four million multiply-adds on; none is too large to be counted. */
    @ParameterizedTest
    @CsvSource({
        "32, 180, 20, false",
        "128, 150, 150, false",
        "4096, 32, 32, true",
        "4096, 32, 31, false",
        "128, 10000, 150, true",
        "46340, 46340, 46340, true",
        "0, 46340, 46340, false"
    })
    void sizeDecides(int m, int n, int k, boolean large) {
        GpuBuffer none = new GpuBuffer() {
            @Override
            public long bytes() {
                return 0;
            }

            @Override
            public void close() {}
        };
        MatrixProduct product = new MatrixProduct(MatrixProduct.Form.NN, m, n, k, none, none, none);
        assertThat(product.isLarge()).isEqualTo(large);
        assertThat(product.isEmpty()).isEqualTo(m == 0);
    }

    /** A table with more rows than a GPU takes blocks along y, in tiles of 16, and few enough columns to be small. */
    @Test
    void tallProductsKeepWithinWhatAGpuTakes() {
        int rows = 16 * 65535 + 1;
        CountingQueue queue = new CountingQueue();
        try (Ops ops = new Ops(new GpuKernels(queue));
                Tensor states = ops.allocate(Shape.of(3, 1));
                Tensor table = ops.allocate(Shape.of(rows, 1));
                Tensor logits = ops.allocate(Shape.of(3, rows));
                Tensor statesGradient = ops.allocate(Shape.of(3, 1));
                Tensor tableGradient = ops.allocate(Shape.of(rows, 1))) {
            ops.answerGradient(states, table, null, logits, statesGradient, tableGradient);
        }
        assertThat(queue.launched()).containsExactly(GpuKernel.MATRIX_NN, GpuKernel.MATRIX_TN_ADD);
        assertThat(queue.mostBlocksY()).isEqualTo(65535);
    }
}
