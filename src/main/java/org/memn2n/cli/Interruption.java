package org.memn2n.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.memn2n.train.StopSignal;

/** Turns Ctrl-C into a request to stop, and keeps the process alive until that was done. */
public final class Interruption implements AutoCloseable {
    /** Long enough for the step in hand and for saving. */
    private static final long PATIENCE_SECONDS = 60;

    private final StopSignal signal = new StopSignal();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "memn2n-interruption");

    /** Listens from now on. */
    public Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What training asks whether to stop. */
    public StopSignal signal() {
        return signal;
    }

    private void stop() {
        signal.stop();
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("training did not stop in " + PATIENCE_SECONDS + " s; the last saved state is kept");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return; // the hook is running: it was what ended the training
        }
    }
}
