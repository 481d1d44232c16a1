package org.memn2n.planted.random;

import org.memn2n.planted.io.UsesData;

/** Planted: random numbers know of files. */
public final class UsesFiles {
    private UsesFiles() {}

    /** Uses what it must not. */
    public static void use() {
        UsesData.use();
    }
}
