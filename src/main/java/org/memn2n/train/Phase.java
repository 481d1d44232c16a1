package org.memn2n.train;

import org.memn2n.ops.Attention;

/** The two parts of training with a linear start. Each begins a schedule of its own. */
public enum Phase {
    /** Without the softmax in the hops. */
    LINEAR(Attention.LINEAR, 0),
    /** The whole network. */
    SOFTMAX(Attention.SOFTMAX, 1);

    private final Attention attention;
    private final int streamKey;

    Phase(Attention attention, int streamKey) {
        this.attention = attention;
        this.streamKey = streamKey;
    }

    /** What hops do in this phase. */
    public Attention attention() {
        return attention;
    }

    /** Its part in the names of random streams; fixed, or old runs could not be repeated. */
    int streamKey() {
        return streamKey;
    }
}
