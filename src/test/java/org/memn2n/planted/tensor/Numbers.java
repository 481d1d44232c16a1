package org.memn2n.planted.tensor;

/** The innermost layer; everything may use it. */
public final class Numbers {
    private Numbers() {}

    /** What others use. */
    public static void use() {}
}
