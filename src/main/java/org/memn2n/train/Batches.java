package org.memn2n.train;

import org.memn2n.data.BatchBuilder;
import org.memn2n.data.MemoryLayout;
import org.memn2n.data.TimeRows;
import org.memn2n.model.ModelConfig;

/** The batch builder that fits a network. */
public final class Batches {
    private Batches() {}

    /** A builder whose slots, times and time words are those of the network. */
    public static BatchBuilder of(ModelConfig config) {
        TimeRows rows = switch (config.options().time()) {
            case NONE -> TimeRows.NONE;
            case TABLE -> TimeRows.TABLE;
            case WORD -> TimeRows.WORD;
        };
        return new BatchBuilder(new MemoryLayout(config.memorySize(), rows, config.words()));
    }
}
