package org.memn2n.ops.gpu;

import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Tensor;

/** Matrix products, a block of threads a tile of the result. Rows pick the rows of b; null takes all. */
final class GpuProducts {
    /** Rows and columns of a matrix product that a block computes. */
    static final int TILE = 16;

    private final GpuQueue queue;

    GpuProducts(GpuQueue queue) {
        this.queue = queue;
    }

    /** c [m, n] = a [m, k] times b [n, k] transposed. */
    void nt(int m, int n, int k, Tensor a, Tensor b, @Nullable GpuRows rows, Tensor c) {
        launch(GpuKernel.MATRIX_NT, m, n, withRows(sizes(m, n, k, a, b), rows).buffer(GpuTensor.buffer(c)));
    }

    /** c [m, n] = a [m, k] times b [k, n]. */
    void nn(int m, int n, int k, Tensor a, Tensor b, @Nullable GpuRows rows, Tensor c) {
        launch(GpuKernel.MATRIX_NN, m, n, withRows(sizes(m, n, k, a, b), rows).buffer(GpuTensor.buffer(c)));
    }

    /** c [m, n] += a [k, m] transposed times b [k, n]. */
    void tnAdd(int m, int n, int k, Tensor a, Tensor b, GpuBuffer c) {
        launch(GpuKernel.MATRIX_TN_ADD, m, n, sizes(m, n, k, a, b).buffer(c));
    }

    private GpuQueue.Arguments sizes(int m, int n, int k, Tensor a, Tensor b) {
        return queue.arguments()
                .number(m)
                .number(n)
                .number(k)
                .buffer(GpuTensor.buffer(a))
                .buffer(GpuTensor.buffer(b));
    }

    private static GpuQueue.Arguments withRows(GpuQueue.Arguments arguments, @Nullable GpuRows rows) {
        return rows == null ? arguments.nothing() : arguments.buffer(rows.buffer());
    }

    private void launch(GpuKernel kernel, int m, int n, GpuQueue.Arguments arguments) {
        queue.launch(kernel, GpuKernels.blocks(n, TILE), GpuKernels.blocks(m, TILE), arguments);
    }
}
