package org.memn2n.ops.simd;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many threads are at work: each marks the present tick of a slow clock, and counts who has marked this tick or
 * the one before.
 *
 * <p>A tick is some milliseconds: longer than a training takes between two operations, to build a batch, and shorter
 * than anybody notices. The count may be off for a tick; it decides who helps, never a result.
 */
final class Presence {
    private static final int TICK_BITS = 22; // 2^22 nanoseconds = 4.2 ms
    private static final int COUNT = 0xFFFF;

    /** The latest tick, how many marked the tick before it, how many have marked it: 32, 16 and 16 bits. */
    private final AtomicLong marks;

    /** The last tick that a thread has marked. */
    static final class Mark {
        private int tick = Integer.MIN_VALUE;
    }

    Presence() {
        this(tick());
    }

    /** As at a given tick. */
    Presence(int tick) {
        marks = new AtomicLong((long) tick << 32);
    }

    private static int tick() {
        return (int) (System.nanoTime() >>> TICK_BITS);
    }

    /** Marks the present tick; gives how many are at work, the marking one included. */
    int mark(Mark mark) {
        return mark(mark, tick());
    }

    /** As the other, at a given tick. */
    int mark(Mark mark, int tick) {
        long found = marks.get();
        while (tick - latest(found) > 0 || mark.tick != latest(found)) {
            int latest = latest(found);
            boolean turns = tick - latest > 0;
            int before = !turns ? before(found) : tick == latest + 1 ? now(found) : 0;
            int now = turns ? 1 : now(found) + 1;
            long next = ((long) (turns ? tick : latest) << 32) | ((long) before << 16) | now;
            if (marks.compareAndSet(found, next)) {
                mark.tick = latest(next);
                return Math.max(before, now);
            }
            found = marks.get();
        }
        return Math.max(before(found), now(found));
    }

    private static int latest(long marks) {
        return (int) (marks >>> 32);
    }

    private static int before(long marks) {
        return (int) (marks >>> 16) & COUNT;
    }

    private static int now(long marks) {
        return (int) marks & COUNT;
    }
}
