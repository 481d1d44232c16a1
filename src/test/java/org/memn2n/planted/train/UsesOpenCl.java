package org.memn2n.planted.train;

import org.memn2n.planted.jocl.Platform;

/** Planted: OpenCL outside of its backend. */
public final class UsesOpenCl {
    private UsesOpenCl() {}

    /** Uses what it must not. */
    public static void use() {
        Platform.use();
    }
}
