package org.memn2n.planted.ops;

import org.memn2n.planted.train.Trainer;

/** Planted: the contract of a device knows what it is used for. */
public final class UsesTraining {
    private UsesTraining() {}

    /** Uses what it must not. */
    public static void use() {
        Trainer.use();
    }
}
