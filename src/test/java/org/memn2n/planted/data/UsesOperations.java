package org.memn2n.planted.data;

import org.memn2n.planted.ops.Operations;

/** Planted: data knows of devices. */
public final class UsesOperations {
    private UsesOperations() {}

    /** Uses what it must not. */
    public static void use() {
        Operations.use();
    }
}
