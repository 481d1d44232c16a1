package org.memn2n.planted.ops.fast;

import org.memn2n.planted.data.UsesOperations;

/** Planted: a backend knows of data. */
public final class UsesData {
    private UsesData() {}

    /** Uses what it must not. */
    public static void use() {
        UsesOperations.use();
    }
}
