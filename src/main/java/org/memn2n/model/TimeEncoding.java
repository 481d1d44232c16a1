package org.memn2n.model;

/** How the network learns the order of the sentences (paper section 4.1, temporal encoding). */
public enum TimeEncoding {
    /** It does not. */
    NONE,
    /** As in the paper: rows of matrices T_A and T_C are added to each memory, the newest sentence taking row 0. */
    TABLE,
    /**
     * As in the authors' code: each sentence gets one more word that stands for its time, in the same matrices
     * as all words and under the same position weights.
     */
    WORD
}
