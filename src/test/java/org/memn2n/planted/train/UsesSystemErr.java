package org.memn2n.planted.train;

/** Planted: the library prints. */
public final class UsesSystemErr {
    private UsesSystemErr() {}

    /** Uses what it must not. */
    public static void use() {
        System.err.flush();
    }
}
