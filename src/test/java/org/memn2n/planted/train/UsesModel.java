package org.memn2n.planted.train;

import org.memn2n.planted.model.UsesBackend;

/** The other half of a cycle with the model. */
public final class UsesModel {
    private UsesModel() {}

    /** Uses what it must not. */
    public static void use() {
        UsesBackend.use();
    }
}
