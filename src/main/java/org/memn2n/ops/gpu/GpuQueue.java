package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One queue of work on a GPU, as CUDA and OpenCL both offer it. Work runs in the order of the calls; only
 * {@link #download} and {@link #finish} wait for it. Used by one thread at a time.
 *
 * <p>All methods raise {@link org.memn2n.ops.DeviceException} when the device fails.
 */
public interface GpuQueue extends AutoCloseable {
    /** Runs work of which the same launches come again; see {@link org.memn2n.ops.Ops#step}. */
    default void step(Runnable work) {
        work.run();
    }

    /** New device memory with undefined contents; at least one byte. */
    GpuBuffer allocate(long bytes);

    /** New device memory of at least so many bytes for input that is sent beside the work. */
    GpuInput input(long bytes);

    /**
     * A direct buffer in native byte order for the next upload or input, which no earlier one still reads.
     * Waits only when uploads are made faster than they are carried out.
     */
    ByteBuffer staging(int bytes);

    /** Copies the first {@code bytes} of a buffer from {@link #staging} to the device, from byte {@code offset} on. */
    void upload(ByteBuffer staging, GpuBuffer target, long offset, int bytes);

    /** Copies from the start of device memory. */
    default void upload(ByteBuffer staging, GpuBuffer target, int bytes) {
        upload(staging, target, 0, bytes);
    }

    /** Copies device memory, from byte {@code offset} on, into a direct buffer, after all work before it; waits. */
    void download(GpuBuffer source, long offset, ByteBuffer target, int bytes);

    /** Waits for all work before it. */
    void finish();

    /** Copies within the device, from byte {@code sourceOffset} of one buffer to byte {@code targetOffset} of another. */
    void copy(GpuBuffer source, long sourceOffset, GpuBuffer target, long targetOffset, long bytes);

    /** Sets every byte to zero. */
    void zero(GpuBuffer target, long bytes);

    /**
     * Launches a kernel.
     *
     * @param kernel which one
     * @param blocksX blocks along x; a launch without blocks is skipped
     * @param blocksY blocks along y
     * @param sharedBytes memory that the threads of a block share, besides what the kernel declares
     * @param arguments in the order of the catalogue
     */
    void launch(GpuKernel kernel, int blocksX, int blocksY, int sharedBytes, Arguments arguments);

    /** Launches a kernel that shares no more than it declares. */
    default void launch(GpuKernel kernel, int blocksX, int blocksY, Arguments arguments) {
        launch(kernel, blocksX, blocksY, 0, arguments);
    }

    /**
     * Enqueues a matrix product through a library that knows this device, where there is one that takes the product. What
     * it takes depends on the product's shape alone.
     *
     * @return whether it was enqueued; if not, it is to be launched as kernels of the catalogue
     */
    default boolean multiply(MatrixProduct product) {
        return false;
    }

    /** What launches may count on; always the same. */
    GpuTraits traits();

    /** The device address of a buffer, for tables of addresses that kernels in {@link GpuLanguage#CUDA} read. */
    default long address(GpuBuffer buffer) {
        throw new UnsupportedOperationException("kernels in " + traits().language() + " read no addresses");
    }

    /** Empty arguments to fill; valid until the next call. */
    Arguments arguments();

    @Override
    void close();

    /** The arguments of a launch, added in the order of the catalogue, which checks their types. */
    interface Arguments {
        /** A 32-bit whole number. */
        Arguments number(int value);

        /** A 64-bit whole number. */
        Arguments number(long value);

        /** A float. */
        Arguments real(float value);

        /** A double. */
        Arguments real(double value);

        /** Device memory from its first byte. */
        Arguments buffer(GpuBuffer buffer);

        /** No device memory, where the kernel takes some. */
        Arguments nothing();

        /** Device memory from some byte on, a multiple of 4. */
        Arguments part(GpuBuffer buffer, long offset);

        /** No device memory, where the kernel takes a part of some. */
        Arguments noPart();

        /** Buffers that the kernel takes as one structure; null for none. */
        Arguments addresses(@Nullable GpuBuffer[] buffers);
    }
}
