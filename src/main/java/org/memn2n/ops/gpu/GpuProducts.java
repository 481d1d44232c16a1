package org.memn2n.ops.gpu;

import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.gpu.MatrixProduct.Form;

/**
 * Matrix products: by the queue's library where it has one and takes the product, else by our kernels, in wide tiles when
 * the product is large. Rows pick the rows of b; null takes all. Products with picked rows are always our kernels': they
 * are small, and a library would need the rows gathered first.
 */
final class GpuProducts implements AutoCloseable {
    /** Rows and columns of a small matrix product that a block computes. */
    static final int TILE = 16;

    private final GpuQueue queue;
    private final Scratch partials;

    GpuProducts(GpuQueue queue) {
        this.queue = queue;
        this.partials = new Scratch(queue);
    }

    /** c [m, n] = a [m, k] times b [n, k] transposed. */
    void nt(int m, int n, int k, Tensor a, Tensor b, @Nullable GpuRows rows, Tensor c) {
        multiply(product(Form.NT, m, n, k, a, b, GpuTensor.buffer(c)), rows);
    }

    /** c [m, n] = a [m, k] times b [k, n]. */
    void nn(int m, int n, int k, Tensor a, Tensor b, @Nullable GpuRows rows, Tensor c) {
        multiply(product(Form.NN, m, n, k, a, b, GpuTensor.buffer(c)), rows);
    }

    /** c [m, n] += a [k, m] transposed times b [k, n]. */
    void tnAdd(int m, int n, int k, Tensor a, Tensor b, GpuBuffer c) {
        multiply(product(Form.TN_ADD, m, n, k, a, b, c), null);
    }

    /**
     * The gradient of {@link #nt} without picked rows: {@code aGradient} [m, k] written, {@code bGradient} [n, k] added to.
     */
    void ntGradient(int m, int n, int k, Tensor gradient, Tensor a, Tensor b, Tensor aGradient, Tensor bGradient) {
        MatrixProduct first = product(Form.NN, m, k, n, gradient, b, GpuTensor.buffer(aGradient));
        MatrixProduct second = product(Form.TN_ADD, n, k, m, gradient, a, GpuTensor.buffer(bGradient));
        int tiles = GpuKernels.blocks(m, TILE) + GpuKernels.blocks(n, TILE);
        if (first.isLarge() || tiles > queue.traits().mostBlocksY()) {
            multiply(first, null);
            multiply(second, null);
        } else if (queue.multiply(first)) {
            multiply(second, null);
        } else {
            GpuQueue.Arguments arguments = queue.arguments()
                    .number(m)
                    .number(n)
                    .number(k)
                    .buffer(first.a())
                    .buffer(second.b())
                    .buffer(first.b())
                    .buffer(first.c())
                    .buffer(second.c());
            queue.launch(GpuKernel.MATRIX_NT_GRADIENT, GpuKernels.blocks(k, TILE), tiles, arguments);
        }
    }

    private static MatrixProduct product(Form form, int m, int n, int k, Tensor a, Tensor b, GpuBuffer c) {
        return new MatrixProduct(form, m, n, k, GpuTensor.buffer(a), GpuTensor.buffer(b), c);
    }

    private void multiply(MatrixProduct product, @Nullable GpuRows rows) {
        if (rows == null && queue.multiply(product)) {
            return;
        }
        if (product.isLarge()) {
            wide(product, rows);
        } else {
            small(product, rows);
        }
    }

    private void small(MatrixProduct product, @Nullable GpuRows rows) {
        GpuKernel kernel = switch (product.form()) {
            case NT -> GpuKernel.MATRIX_NT;
            case NN -> GpuKernel.MATRIX_NN;
            case TN_ADD -> GpuKernel.MATRIX_TN_ADD;
        };
        GpuQueue.Arguments arguments = operands(sizes(product), product, rows).buffer(product.c());
        // Where blocks along y are limited, each takes several tiles.
        int tiles =
                Math.min(GpuKernels.blocks(product.m(), TILE), queue.traits().mostBlocksY());
        queue.launch(kernel, GpuKernels.blocks(product.n(), TILE), tiles, arguments);
    }

    private void wide(MatrixProduct product, @Nullable GpuRows rows) {
        GpuKernel kernel = switch (product.form()) {
            case NT -> GpuKernel.MATRIX_NT_WIDE;
            case NN -> GpuKernel.MATRIX_NN_WIDE;
            case TN_ADD -> GpuKernel.MATRIX_TN_WIDE;
        };
        ProductPlan plan = ProductPlan.of(product.m(), product.n(), product.k());
        boolean added = product.form() == Form.TN_ADD;
        boolean whole = plan.splits() == 1;
        int count = product.m() * product.n();
        GpuBuffer target = whole ? product.c() : partials.atLeast((long) plan.splits() * count * Float.BYTES);
        GpuQueue.Arguments arguments = sizes(product).number(plan.depth());
        if (added) {
            arguments = arguments.number(whole ? 1 : 0);
        }
        queue.launch(
                kernel, plan.blocks(), 1, operands(arguments, product, rows).buffer(target));
        if (!whole) {
            GpuQueue.Arguments sums = queue.arguments()
                    .number(count)
                    .number(plan.splits())
                    .number(added ? 1 : 0)
                    .buffer(target)
                    .buffer(product.c());
            int blocks = GpuKernels.blocks(count, GpuKernel.MATRIX_COMBINE.threadsX());
            queue.launch(GpuKernel.MATRIX_COMBINE, blocks, 1, sums);
        }
    }

    private GpuQueue.Arguments sizes(MatrixProduct product) {
        return queue.arguments().number(product.m()).number(product.n()).number(product.k());
    }

    /** The operands, and the rows of b where there can be some. */
    private static GpuQueue.Arguments operands(
            GpuQueue.Arguments arguments, MatrixProduct product, @Nullable GpuRows rows) {
        GpuQueue.Arguments operands = arguments.buffer(product.a()).buffer(product.b());
        if (product.form() == Form.TN_ADD) {
            return operands;
        }
        return rows == null ? operands.nothing() : operands.buffer(rows.buffer());
    }

    @Override
    public void close() {
        partials.close();
    }
}
