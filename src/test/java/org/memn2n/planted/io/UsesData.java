package org.memn2n.planted.io;

import org.memn2n.planted.data.UsesOperations;

/** Planted: files know what is in them. */
public final class UsesData {
    private UsesData() {}

    /** Uses what it must not. */
    public static void use() {
        UsesOperations.use();
    }
}
