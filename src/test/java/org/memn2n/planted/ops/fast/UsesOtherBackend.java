package org.memn2n.planted.ops.fast;

import org.memn2n.planted.ops.scalar.Backend;

/** Planted: one backend leans on another. */
public final class UsesOtherBackend {
    private UsesOtherBackend() {}

    /** Uses what it must not. */
    public static void use() {
        Backend.use();
    }
}
