package org.memn2n.model;

/** Which matrices of the hops are one and the same (paper section 2.2). */
public enum Tying {
    /** The output matrix of a hop is the input matrix of the next; B is the first A, W the last C. */
    ADJACENT,
    /** All hops share A and C, as in a recurrent network; B and W are their own. */
    LAYER_WISE,
    /** Every hop has its own A and C; B and W are their own. */
    NONE
}
