package org.memn2n.planted.train;

import org.memn2n.planted.jcuda.Driver;

/** Planted: CUDA outside of its backend. */
public final class UsesCuda {
    private UsesCuda() {}

    /** Uses what it must not. */
    public static void use() {
        Driver.use();
    }
}
