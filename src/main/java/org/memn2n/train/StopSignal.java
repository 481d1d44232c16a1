package org.memn2n.train;

import java.util.concurrent.atomic.AtomicBoolean;

/** Asks training to stop after the step it is in. Safe to use from any thread, such as a shutdown hook. */
public final class StopSignal {
    private final AtomicBoolean asked = new AtomicBoolean();

    /** Asks. */
    public void stop() {
        asked.set(true);
    }

    /** Whether somebody has asked. */
    public boolean asked() {
        return asked.get();
    }
}
