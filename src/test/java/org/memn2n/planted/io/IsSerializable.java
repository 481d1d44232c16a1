package org.memn2n.planted.io;

import java.io.Serializable;

/** Planted: a class of Java's own serialization. */
public final class IsSerializable implements Serializable {
    private static final long serialVersionUID = 1;

    private IsSerializable() {}
}
