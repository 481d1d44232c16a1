package org.memn2n.planted.cli;

/** The outermost layer; nothing may use it. */
public final class Command {
    private Command() {}

    /** What others use. */
    public static void use() {}
}
