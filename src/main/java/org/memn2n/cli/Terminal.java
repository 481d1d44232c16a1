package org.memn2n.cli;

/**
 * Whether a person is there. The launcher finds out, because Java 17 cannot tell for one stream alone and
 * newer versions say yes where there is none.
 */
final class Terminal {
    private Terminal() {}

    /** Whether standard input is typed, and standard output read, by a person. */
    static boolean typed() {
        return Boolean.getBoolean("memn2n.typed");
    }

    /** Whether standard error is read by a person. */
    static boolean watched() {
        return Boolean.getBoolean("memn2n.watched");
    }
}
