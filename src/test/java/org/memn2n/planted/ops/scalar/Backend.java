package org.memn2n.planted.ops.scalar;

/** A backend, which nothing but the choice of a backend may name. */
public final class Backend {
    private Backend() {}

    /** What others use. */
    public static void use() {}
}
