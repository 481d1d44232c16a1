package org.memn2n.planted.train;

/** Planted: the library ends the virtual machine at once. */
public final class UsesHalt {
    private UsesHalt() {}

    /** Uses what it must not. */
    public static void use() {
        Runtime.getRuntime().halt(1);
    }
}
