package org.memn2n.data;

import java.util.Locale;

/** The parts of a text for language modelling. */
public enum TextPart {
    /** What is learned from. */
    TRAIN,
    /** What decides on learning rates and between restarts. */
    VALID,
    /** What is scored in the end. */
    TEST;

    /** The part's name in the names of files. */
    String inFileNames() {
        return name().toLowerCase(Locale.ROOT);
    }
}
