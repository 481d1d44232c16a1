package org.memn2n.planted.io;

import java.io.IOException;
import java.io.ObjectInputStream;

/** Planted: objects are read from a stream, which can run any code. */
public final class UsesSerialization {
    private UsesSerialization() {}

    /** Uses what it must not. */
    public static Object use(ObjectInputStream stream) throws IOException, ClassNotFoundException {
        return stream.readObject();
    }
}
