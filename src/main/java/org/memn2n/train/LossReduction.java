package org.memn2n.train;

/** What is minimised in each step. The learning rate and the clip threshold belong to one of them. */
public enum LossReduction {
    /** The sum of the losses of a batch, as in the paper's code. */
    SUM,
    /** Their mean. */
    MEAN
}
