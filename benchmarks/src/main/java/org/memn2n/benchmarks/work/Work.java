package org.memn2n.benchmarks.work;

import org.memn2n.ops.Backend;

/** One piece of work of {@code peers/SPEC.md}, which several programs do. */
public interface Work {
    /** Its name there. */
    String name();

    /** How many examples a step works on: stories, or queries. */
    int examples();

    /** Whether there is such a step. */
    boolean has(Mode mode);

    /** Makes it ready on a device. */
    Run open(Backend backend);

    /** Computes what is right, which may take long. */
    Reference reference();

    /** The work on a device, ready to do steps; nothing is uploaded any more but what a step itself uploads. */
    interface Run extends AutoCloseable {
        /** Enqueues one step. */
        void step(Mode mode);

        /** Waits for all steps; fails when one of them met a number that is not finite. */
        void finish();

        @Override
        void close();
    }
}
