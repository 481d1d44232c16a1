package org.memn2n.ops.cuda;

/** Something a stream is told to do. */
sealed interface CudaCommand permits KernelCommand, FixedCommand {
    /**
     * What cannot be changed when a graph is launched again: two steps whose commands have equal identities, one
     * after the other, can share a graph.
     */
    Object identity();
}
