package org.memn2n.ops;

/** What turns scores into the weights of the memories. */
public enum Attention {
    /** The softmax over the slots of each story. */
    SOFTMAX,
    /** The scores themselves: the softmax is left out, as in a linear start (paper section 4.1). */
    LINEAR
}
