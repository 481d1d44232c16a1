package org.memn2n.planted.ops;

/** The contract of the planted backends. */
public final class Operations {
    private Operations() {}

    /** What others use. */
    public static void use() {}
}
