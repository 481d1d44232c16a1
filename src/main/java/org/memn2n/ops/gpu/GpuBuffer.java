package org.memn2n.ops.gpu;

/** A piece of device memory, owned by whoever allocated it. */
public interface GpuBuffer extends AutoCloseable {
    /** How many bytes it has. */
    long bytes();

    /** Gives the memory back; twice does no harm. */
    @Override
    void close();
}
