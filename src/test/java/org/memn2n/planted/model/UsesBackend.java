package org.memn2n.planted.model;

import org.memn2n.planted.ops.scalar.Backend;

/** Planted: the model names a backend. */
public final class UsesBackend {
    private UsesBackend() {}

    /** Uses what it must not. */
    public static void use() {
        Backend.use();
    }
}
