package org.memn2n.data.simulation.plot;

import java.util.function.IntPredicate;
import org.memn2n.random.SplitMix;

/** Choices among numbers of which some are allowed. */
final class Choice {
    /** What is chosen where nothing is allowed. */
    static final int NONE = -1;

    /** Among more than this, the number after a random one is taken, which need not look at all of them. */
    private static final int FAIR_UP_TO = 64;

    private Choice() {}

    /**
     * One of the allowed numbers of {@code 0..count-1}, or {@link #NONE}. Among up to 64 each allowed one has the same
     * chance; among more, the first allowed one is taken from a random number on.
     */
    static int among(int count, IntPredicate allowed, SplitMix random) {
        if (count <= FAIR_UP_TO) {
            return fair(count, allowed, random);
        }
        int start = random.below(count);
        for (int i = 0; i < count; i++) {
            int candidate = start < count - i ? start + i : start + i - count;
            if (allowed.test(candidate)) {
                return candidate;
            }
        }
        return NONE;
    }

    private static int fair(int count, IntPredicate allowed, SplitMix random) {
        long found = 0;
        for (int i = 0; i < count; i++) {
            found |= allowed.test(i) ? 1L << i : 0;
        }
        if (found == 0) {
            return NONE;
        }
        for (int skip = random.below(Long.bitCount(found)); skip > 0; skip--) {
            found &= found - 1;
        }
        return Long.numberOfTrailingZeros(found);
    }
}
