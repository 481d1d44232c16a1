package org.memn2n.planted.train;

/** A layer above the model. */
public final class Trainer {
    private Trainer() {}

    /** What others use. */
    public static void use() {}
}
