package org.memn2n.ops.gpu;

/**
 * How one launch of attend divides its work; computed from sizes and the device model alone, so that equal devices give
 * equal bits. See {@code kernels/cuda/attend.cu} for the regimes.
 *
 * @param tile which kernel, with what a block of it takes
 * @param blocks blocks of queries, each of which reads the memory once; in {@link GpuKernel#ATTEND_1} and its like
 *     times the chunks of columns
 * @param slotsPerSplit slots of all splits but the last, a multiple of what a block takes at a time
 * @param splits parts of the memory; 0 when it has no slots
 */
record AttendPlan(Tile tile, int blocks, long slotsPerSplit, int splits) {
    /**
     * The kernels, by the queries of a block.
     *
     * <p>The first three are bound by memory, the last two by arithmetic. The number of blocks that fit on a
     * multiprocessor is that of the kernels' launch bounds, as on an H100; where shared memory has room for fewer, some wait.
     */
    enum Tile {
        ONE(GpuKernel.ATTEND_1, 1, 2048, GpuKeyValueMemory.LARGEST_DIMENSION, 128, 3),
        EIGHT(GpuKernel.ATTEND_8, 8, 1024, 1024, 64, 2),
        SIXTEEN(GpuKernel.ATTEND_16, 16, 512, 512, 32, 2),
        THIRTY_TWO(GpuKernel.ATTEND_32, 32, 256, 256, 128, 2),
        SIXTY_FOUR(GpuKernel.ATTEND_64, 64, 128, 128, 128, 2);

        private final GpuKernel kernel;
        private final int queries;
        private final int columns;
        private final int largestDimension;
        private final int step;
        private final int blocksOfMultiprocessor;

        Tile(GpuKernel kernel, int queries, int columns, int largestDimension, int step, int blocksOfMultiprocessor) {
            this.kernel = kernel;
            this.queries = queries;
            this.columns = columns;
            this.largestDimension = largestDimension;
            this.step = step;
            this.blocksOfMultiprocessor = blocksOfMultiprocessor;
        }

        GpuKernel kernel() {
            return kernel;
        }

        /** Queries of a block. */
        int queries() {
            return queries;
        }

        /** Columns of the result that a block takes; more are in blocks of their own. */
        int columns() {
            return columns;
        }

        /** Slots that a block takes at a time. */
        int step() {
            return step;
        }

        private int blocks(int dimension, int count) {
            return GpuKernels.blocks(count, queries) * GpuKernels.blocks(dimension, columns);
        }

        /** Wide blocks where their arithmetic is used, else the smallest that has room for all queries. */
        static Tile of(int dimension, int queries) {
            if (queries > 32 && dimension <= SIXTY_FOUR.largestDimension) {
                return SIXTY_FOUR;
            }
            if (queries > 16 && dimension > SIXTY_FOUR.largestDimension && dimension <= THIRTY_TWO.largestDimension) {
                return THIRTY_TWO;
            }
            if (queries > 8 && dimension <= SIXTEEN.largestDimension) {
                return SIXTEEN;
            }
            return queries > 1 && dimension <= EIGHT.largestDimension ? EIGHT : ONE;
        }
    }

    /** A float sum runs over as many slots at most, unless partial results would need too much memory. */
    private static final int LONGEST_SUM = 4096;

    /** Memory for partial results of one launch, in floats. */
    private static final long PARTIAL_FLOATS = 1L << 26;

    private static final int MOST_SPLITS = 65535;

    /** More queries at once would not be faster. */
    private static final int MOST_QUERIES = 4096;

    /** How many queries one launch should take at most, a multiple of what a block takes. */
    static int queriesAtOnce(long slots, int dimension, int queries) {
        int step = Tile.of(dimension, queries).queries;
        long splits = Math.min(MOST_SPLITS, slots / LONGEST_SUM + 1);
        long fitting = PARTIAL_FLOATS / (splits * (dimension + 2L)) / step * step;
        return (int) Math.max(step, Math.min(fitting, MOST_QUERIES));
    }

    /** The plan for so many queries on a device with so many multiprocessors: all of them busy, long sums in parts. */
    static AttendPlan of(long slots, int dimension, int queries, int multiprocessors) {
        Tile tile = Tile.of(dimension, queries);
        int blocks = tile.blocks(dimension, queries);
        long wanted = Math.max(1, (long) multiprocessors * tile.blocksOfMultiprocessor / blocks);
        long most = PARTIAL_FLOATS / (queries * (dimension + 2L));
        long slotsPerSplit = Math.min(quotient(slots, wanted), LONGEST_SUM);
        slotsPerSplit = Math.max(slotsPerSplit, quotient(slots, Math.max(1, Math.min(MOST_SPLITS, most))));
        slotsPerSplit = Math.max(1, quotient(slotsPerSplit, tile.step)) * tile.step;
        return new AttendPlan(tile, blocks, slotsPerSplit, (int) quotient(slots, slotsPerSplit));
    }

    /** Rounded up. */
    private static long quotient(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
