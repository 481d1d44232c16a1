package org.memn2n.planted.ops.fast;

import org.memn2n.planted.ops.gpu.Launches;

/** Planted: a backend without a GPU leans on what is for GPUs. */
public final class UsesGpu {
    private UsesGpu() {}

    /** Uses what it must not. */
    public static void use() {
        Launches.use();
    }
}
