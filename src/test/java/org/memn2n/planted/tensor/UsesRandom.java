package org.memn2n.planted.tensor;

import org.memn2n.planted.random.UsesFiles;

/** Planted: the innermost layer looks outwards. */
public final class UsesRandom {
    private UsesRandom() {}

    /** Uses what it must not. */
    public static void use() {
        UsesFiles.use();
    }
}
