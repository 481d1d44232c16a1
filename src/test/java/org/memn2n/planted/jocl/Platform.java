package org.memn2n.planted.jocl;

/** Stands for a binding to OpenCL. */
public final class Platform {
    private Platform() {}

    /** What others use. */
    public static void use() {}
}
