package org.memn2n.planted.ops.gpu;

import org.memn2n.planted.ops.cuda.Device;

/** Planted: what the GPU backends share leans on one of them. */
public final class UsesBackend {
    private UsesBackend() {}

    /** Uses what it must not. */
    public static void use() {
        Device.use();
    }
}
