package org.memn2n.planted.model;

import org.memn2n.planted.train.Trainer;

/** Planted: the model knows how it is trained. */
public final class UsesTraining {
    private UsesTraining() {}

    /** Uses what it must not. */
    public static void use() {
        Trainer.use();
    }
}
