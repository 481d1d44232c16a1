package org.memn2n.planted.train;

import picocli.CommandLine;

/** Planted: the parser of the command line in the library. */
public final class UsesPicocli {
    private UsesPicocli() {}

    /** Uses what it must not. */
    public static Object use(CommandLine line) {
        return line.getCommandName();
    }
}
