package org.memn2n.planted.random;

import org.slf4j.LoggerFactory;

/** Planted: a library that this package does without. */
public final class UsesLogging {
    private UsesLogging() {}

    /** Uses what it must not. */
    public static Object use() {
        return LoggerFactory.getILoggerFactory();
    }
}
