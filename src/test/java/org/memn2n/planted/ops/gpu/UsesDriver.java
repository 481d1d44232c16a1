package org.memn2n.planted.ops.gpu;

import org.memn2n.planted.jcuda.Driver;

/** Planted: CUDA where the GPU backends share. */
public final class UsesDriver {
    private UsesDriver() {}

    /** Uses what it must not. */
    public static void use() {
        Driver.use();
    }
}
