package org.memn2n.model;

/** On which components of the state a ReLU follows each hop. */
public enum Nonlinearity {
    /** On none: the question-answering model of the paper. */
    NONE,
    /** On the upper half: the language model of the paper. */
    HALF,
    /** On all: the larger variant of the paper's appendix. */
    ALL;

    /** The first component that is rectified, out of {@code dimension}. */
    int firstRectified(int dimension) {
        return switch (this) {
            case NONE -> dimension;
            case HALF -> dimension / 2;
            case ALL -> 0;
        };
    }
}
