package org.memn2n.data;

/** Which examples are held out for validation. */
public enum Validation {
    /** The last ones. */
    LAST,
    /** A random choice. */
    RANDOM
}
