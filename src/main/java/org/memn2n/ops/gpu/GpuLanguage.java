package org.memn2n.ops.gpu;

/** A language of kernels, with what sets it apart for whoever launches them. */
public enum GpuLanguage {
    /**
     * CUDA C++. Kernels read device addresses from memory, and the last block of a launch can sum up what the others
     * left.
     */
    CUDA,

    /**
     * OpenCL C 1.2. Device memory is reached through arguments only, each buffer one, from its first byte; and what a
     * work-group leaves is seen by others in the next launch.
     */
    OPENCL
}
