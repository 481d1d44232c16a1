package org.memn2n.planted;

import org.memn2n.planted.cli.Command;

/** Planted: the library knows the command line. */
public final class Library {
    private Library() {}

    /** Uses what it must not. */
    public static void use() {
        Command.use();
    }
}
