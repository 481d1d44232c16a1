package org.memn2n.planted.ops.fast;

/** A second backend. */
public final class OtherBackend {
    private OtherBackend() {}

    /** What others use. */
    public static void use() {}
}
