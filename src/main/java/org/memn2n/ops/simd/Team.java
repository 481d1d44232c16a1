package org.memn2n.ops.simd;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One thread, and the helpers of a {@link WorkerPool} that join it: does work in parts and returns when all are done.
 * Used by one thread at a time.
 *
 * <p>Who takes the next part is decided by one atomic number, so a helper that comes late finds either a part of this
 * work or nothing. The thread itself never waits for a helper to begin, only for parts that helpers have begun.
 */
final class Team {
    private static final int HELPER_BITS = 12;
    private static final int PART_BITS = 20;

    /** The most parts that work may have. */
    static final int MOST_PARTS = (1 << PART_BITS) - 1;

    private static final int MOST_HELPERS = (1 << HELPER_BITS) - 1;

    /** The most threads that a pool may have: its helpers and the team's own. */
    static final int MOST_WORKERS = MOST_HELPERS + 1;

    private static final int SPINS = 2000;

    private final WorkerPool pool;
    private final Presence.Mark mark = new Presence.Mark();

    /** The number of this work, how many helpers may join, how many parts nobody has taken: 32, 12 and 20 bits. */
    private final AtomicLong ticket = new AtomicLong();

    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private Parts work = (part, worker) -> {};
    private int parts;

    Team(WorkerPool pool) {
        this(pool, 0);
    }

    /** One that has already done so much work with helpers, for tests: numbers come round after 2^32. */
    Team(WorkerPool pool, long worksDone) {
        this.pool = pool;
        ticket.set(worksDone << (HELPER_BITS + PART_BITS));
    }

    /** How many workers there may be: the numbers given to {@link Parts} are below. */
    int workers() {
        return pool.threads();
    }

    /** When its thread was last seen at work. */
    Presence.Mark mark() {
        return mark;
    }

    /**
     * Does all parts, with helpers when there are any to spare. What fails in a part is thrown after those that others
     * have begun are done.
     */
    void run(int count, Parts asked) {
        int helpers = count < 2 ? 0 : pool.lend(this, count - 1);
        if (helpers == 0) {
            for (int part = 0; part < count; part++) {
                asked.run(part, 0);
            }
            return;
        }
        work = asked;
        parts = count;
        unfinished.set(count);
        long number = (ticket.get() >>> (HELPER_BITS + PART_BITS)) + 1;
        ticket.set((((number << HELPER_BITS) | helpers) << PART_BITS) | count);
        pool.wake(helpers);
        takeParts(0);
        awaitOthers();
        pool.giveBack();
        throwFailure();
    }

    /** What a helper does: parts as long as there are any. False when there was none for it. */
    boolean help(int helper) {
        long seen = ticket.get();
        boolean wanted = helper < (seen >>> PART_BITS & MOST_HELPERS);
        return wanted && takeParts(helper + 1);
    }

    private boolean takeParts(int worker) {
        boolean any = false;
        for (int left = take(); left > 0; left = take()) {
            any = true;
            try {
                work.run(parts - left, worker);
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            } finally {
                unfinished.decrementAndGet();
            }
        }
        return any;
    }

    /** Takes a part: how many were left with it, or 0 when none were. */
    private int take() {
        while (true) {
            long seen = ticket.get();
            int left = (int) (seen & MOST_PARTS);
            if (left == 0 || ticket.compareAndSet(seen, seen - 1)) {
                return left;
            }
        }
    }

    /** Yields after a while, for the case that a helper has lost its processor to another program. */
    @SuppressWarnings("ThreadPriorityCheck") // to give way is the aim
    private void awaitOthers() {
        for (int spins = 0; unfinished.get() != 0; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private void throwFailure() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            failure.set(null);
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        }
    }
}
