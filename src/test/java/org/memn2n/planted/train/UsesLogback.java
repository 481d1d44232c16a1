package org.memn2n.planted.train;

import ch.qos.logback.classic.Level;

/** Planted: the library chooses how it is logged. */
public final class UsesLogback {
    private UsesLogback() {}

    /** Uses what it must not. */
    public static Object use() {
        return Level.INFO;
    }
}
