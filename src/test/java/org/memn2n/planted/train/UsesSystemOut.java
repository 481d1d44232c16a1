package org.memn2n.planted.train;

/** Planted: the library prints. */
public final class UsesSystemOut {
    private UsesSystemOut() {}

    /** Uses what it must not. */
    public static void use() {
        System.out.flush();
    }
}
