package org.memn2n.planted.jcuda;

/** Stands for a binding to CUDA. */
public final class Driver {
    private Driver() {}

    /** What others use. */
    public static void use() {}
}
