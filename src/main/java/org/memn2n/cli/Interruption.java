package org.memn2n.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.memn2n.train.StopSignal;
import org.memn2n.train.TrainingStoppedException;

/** Turns Ctrl-C into a request to stop, and keeps the process alive until that was done. */
public final class Interruption implements AutoCloseable {
    /** Long enough for the step in hand and for saving. */
    private static final long PATIENCE_SECONDS = 60;

    /** Work that stops when it is asked to. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it.
         *
         * @throws TrainingStoppedException when it was asked to stop and has saved all
         */
        void run(StopSignal stop) throws IOException;
    }

    private final StopSignal signal = new StopSignal();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "memn2n-interruption");

    private Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Does work that Ctrl-C stops. What is said then is said before the process is let go.
     *
     * @param err where that is said
     * @param stopped what is said when the work was stopped: what became of it, and how to go on
     * @return the exit code: 0, or that of a stopped command
     */
    public static int during(PrintWriter err, String stopped, Work work) throws IOException {
        try (Interruption interruption = new Interruption()) {
            return run(interruption.signal, err, stopped, work);
        }
    }

    private static int run(StopSignal signal, PrintWriter err, String stopped, Work work) throws IOException {
        try {
            work.run(signal);
            return 0;
        } catch (TrainingStoppedException e) {
            err.println(stopped);
            err.flush();
            return Main.STOPPED;
        }
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
