package org.memn2n.train;

/** When the learning rate falls. */
public enum RateRule {
    /** It is halved after a fixed number of epochs, again and again, as in the paper's question answering. */
    HALVED,
    /**
     * As in the paper's language model: it is divided after every epoch in which the validation loss did not fall by at
     * least a ten-thousandth, and the phase ends when it would fall below the least rate.
     */
    ANNEALED
}
