package org.memn2n.planted.ops;

import org.memn2n.planted.ops.scalar.Backend;

/** Planted: a backend is named outside of the choice of backends. */
public final class UsesBackend {
    private UsesBackend() {}

    /** Uses what it must not. */
    public static void use() {
        Backend.use();
    }
}
