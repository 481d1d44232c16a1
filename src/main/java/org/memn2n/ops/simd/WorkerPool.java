package org.memn2n.ops.simd;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a backend: helpers that join whichever {@link Team} has work, while its own thread works too.
 *
 * <p>So is the machine shared: every team that has worked within the last milliseconds counts as a busy thread, and
 * only as many helpers as there are threads beyond those may join. One restart of a training alone has all threads;
 * as many restarts at once as there are threads run each in its own thread and do not disturb each other. One team is
 * helped at a time; another that asks meanwhile does its parts itself. Results do not depend on any of this: parts
 * are fixed by the sizes alone, and none reads what another writes.
 *
 * <p>Helpers watch for work for a moment after their last part, then sleep. They are daemons and end with
 * {@link #close}.
 */
final class WorkerPool implements AutoCloseable {
    /** How long a helper watches for more work before it sleeps: longer than between two operations of a step. */
    private static final long WATCH_NANOSECONDS = 50_000;

    private final Presence presence = new Presence();
    private final Helper[] helpers;
    private final AtomicIntegerArray asleep;

    /** The team that helpers may join. */
    private final AtomicReference<@Nullable Team> helped = new AtomicReference<>();

    private volatile boolean closed;

    /** A pool in which so many threads work at most, the caller's included; no more than {@link Team#MOST_WORKERS}. */
    WorkerPool(int threads) {
        helpers = new Helper[threads - 1];
        asleep = new AtomicIntegerArray(helpers.length);
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(i);
            helpers[i].start();
        }
    }

    int threads() {
        return helpers.length + 1;
    }

    /** A new user of the threads. */
    Team newTeam() {
        return new Team(this);
    }

    /** How many helpers may join this team now; when there are any, it has to {@link #giveBack} them. */
    int lend(Team team, int wanted) {
        if (helpers.length == 0) {
            return 0;
        }
        int spare = Math.min(wanted, threads() - presence.mark(team.mark()));
        boolean lent = spare > 0 && !closed && helped.get() == null && helped.compareAndSet(null, team);
        return lent ? spare : 0;
    }

    void wake(int count) {
        for (int i = 0; i < count; i++) {
            if (asleep.get(i) != 0) {
                LockSupport.unpark(helpers[i]);
            }
        }
    }

    void giveBack() {
        helped.set(null);
    }

    /** Ends the helpers and waits for their end; teams go on alone. */
    @Override
    public void close() {
        closed = true;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper);
        }
        boolean interrupted = false;
        for (Helper helper : helpers) {
            while (helper.isAlive()) {
                try {
                    helper.join();
                } catch (InterruptedException e) {
                    interrupted = true; // a part of some work at most, and then they end
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread that does parts of other threads' work. */
    private final class Helper extends Thread {
        private final int number;

        Helper(int number) {
            super("memn2n-simd-" + (number + 1));
            this.number = number;
            setDaemon(true);
        }

        @Override
        public void run() {
            long idleSince = System.nanoTime();
            while (!closed) {
                if (work()) {
                    idleSince = System.nanoTime();
                } else if (System.nanoTime() - idleSince < WATCH_NANOSECONDS) {
                    Thread.onSpinWait();
                } else {
                    sleep();
                    idleSince = System.nanoTime();
                }
            }
        }

        private boolean work() {
            Team team = helped.get();
            return team != null && team.help(number);
        }

        /** Says so first and looks once more, so that work which begins at this moment is not missed. */
        private void sleep() {
            asleep.set(number, 1);
            if (!closed && !work()) {
                LockSupport.park(WorkerPool.this);
            }
            asleep.set(number, 0);
        }
    }
}
