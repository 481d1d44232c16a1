package org.memn2n.data.simulation;

import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.apache.commons.math3.random.RandomGenerator;

/** Fair choices among numbers. */
final class Choice {
    private Choice() {}

    /** One of the allowed numbers of {@code 0..count-1}, each with the same chance; empty if none is allowed. */
    static OptionalInt among(int count, IntPredicate allowed, RandomGenerator random) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            found += allowed.test(i) ? 1 : 0;
        }
        if (found == 0) {
            return OptionalInt.empty();
        }
        int skip = random.nextInt(found);
        int chosen = -1;
        for (int left = skip; left >= 0; left--) {
            do {
                chosen++;
            } while (!allowed.test(chosen));
        }
        return OptionalInt.of(chosen);
    }

    /** A number of {@code 0..count-1} other than this one, each with the same chance; count is at least 2. */
    static int otherThan(int excluded, int count, RandomGenerator random) {
        int drawn = random.nextInt(count - 1);
        return drawn < excluded ? drawn : drawn + 1;
    }
}
