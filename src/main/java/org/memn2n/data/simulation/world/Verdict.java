package org.memn2n.data.simulation.world;

/** The numbers of the answers to yes/no questions. */
public final class Verdict {
    /** It is so. */
    public static final int YES = 0;
    /** It is not so. */
    public static final int NO = 1;
    /** It may be so or not. */
    public static final int MAYBE = 2;

    private Verdict() {}
}
