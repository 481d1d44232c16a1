package org.memn2n.ops.gpu;

/**
 * What launches on a queue may count on.
 *
 * @param language in which its kernels are written, which says what they can be given
 * @param multiprocessors how many the device has: what launches are sized by
 * @param sharedBytes the most memory that the threads of a block may share, besides what a kernel declares
 * @param storySums floats of it that the kernels of whole stories need for their sums
 * @param mostBlocksY the most blocks of a launch along y
 */
public record GpuTraits(GpuLanguage language, int multiprocessors, int sharedBytes, int storySums, int mostBlocksY) {
    /** Floats of shared memory for the sums of a warp in the CUDA kernels of whole stories. */
    static final int PIECE = 128;

    /** What every NVIDIA GPU gives a block without being asked for more, less what the kernels have besides. */
    private static final int SHARED_BYTES = 48 * 1024 - 1024;

    /** What every NVIDIA GPU takes. */
    private static final int BLOCKS_Y = 65535;

    /** Those of an NVIDIA GPU. */
    public static GpuTraits cuda(int multiprocessors) {
        int warps = GpuKernel.STORY_FORWARD.threadsX() / GpuKernels.WARP;
        return new GpuTraits(GpuLanguage.CUDA, multiprocessors, SHARED_BYTES, warps * PIECE, BLOCKS_Y);
    }
}
