package org.memn2n.train;

/** Which examples an epoch visits. */
public enum Sampling {
    /** Every example once, in a new random order; the last batch may be smaller. */
    SHUFFLE,
    /** As in the authors' code: as many full batches as fit, each of examples drawn with replacement. */
    REPLACEMENT
}
