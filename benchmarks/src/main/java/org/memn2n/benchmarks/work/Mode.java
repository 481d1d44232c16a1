package org.memn2n.benchmarks.work;

import java.util.Locale;

/** What a step does; see {@code peers/SPEC.md}. */
public enum Mode {
    /** From the batch on the device to logits. */
    FORWARD("forward"),
    /** Forward, loss, gradients of all parameters, clip and step, on a batch that stays on the device. */
    TRAIN("train"),
    /** As {@link #TRAIN}, with a batch that is built and uploaded in each step. */
    TRAIN_WITH_BATCH("train+batch");

    private final String label;

    Mode(String label) {
        this.label = label;
    }

    /** The name in records and on the command line. */
    public String label() {
        return label;
    }

    /**
     * The mode of this name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Mode named(String label) {
        for (Mode mode : values()) {
            if (mode.label.equals(label.toLowerCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw new IllegalArgumentException("no mode '" + label + "'; there are: forward, train, train+batch");
    }
}
