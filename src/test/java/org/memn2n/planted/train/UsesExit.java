package org.memn2n.planted.train;

/** Planted: the library ends the virtual machine. */
public final class UsesExit {
    private UsesExit() {}

    /** Uses what it must not. */
    public static void use() {
        System.exit(1);
    }
}
