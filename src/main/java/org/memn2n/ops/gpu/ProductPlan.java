package org.memn2n.ops.gpu;

/**
 * How the wide tiles cover a product. Sums over k are split when there are too few tiles to fill a GPU; each split is
 * a product of its own, and a second kernel adds them in their order. By shape alone, never by the device: the order of
 * a sum is the same everywhere.
 *
 * @param tiles tiles of c
 * @param splits parts of k
 * @param depth terms of each part but the last, a multiple of {@link #STEP}
 */
record ProductPlan(int tiles, int splits, int depth) {
    /** Rows and columns of c in a tile. */
    static final int TILE = 64;

    /** Terms that a block sums between two barriers. */
    static final int STEP = 16;

    /** Blocks that fill a GPU: two for each of 132 multiprocessors of an H100, nearly. */
    private static final int BLOCKS = 256;

    /** Terms below which a further split costs more, in partial sums written and read, than it saves. */
    private static final int LEAST_DEPTH = 128;

    /** The plan for c [m, n] of k terms each, none of them 0. */
    static ProductPlan of(int m, int n, int k) {
        int tiles = GpuKernels.blocks(m, TILE) * GpuKernels.blocks(n, TILE);
        int wanted = Math.max(1, Math.min(BLOCKS / tiles, k / LEAST_DEPTH));
        int depth = GpuKernels.blocks(GpuKernels.blocks(k, wanted), STEP) * STEP;
        return new ProductPlan(tiles, GpuKernels.blocks(k, depth), depth);
    }

    /** Blocks of a launch. */
    int blocks() {
        return tiles * splits;
    }
}
