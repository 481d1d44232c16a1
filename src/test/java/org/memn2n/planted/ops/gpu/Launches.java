package org.memn2n.planted.ops.gpu;

/** What the GPU backends share. */
public final class Launches {
    private Launches() {}

    /** What others use. */
    public static void use() {}
}
