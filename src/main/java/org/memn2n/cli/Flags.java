package org.memn2n.cli;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Help with flags that may not be given. */
final class Flags {
    private Flags() {}

    /**
     * Refuses flags that would do nothing.
     *
     * @param given whether they were given
     * @param effective whether they do something
     * @param flags which, and "has" or "have"
     * @param beside what takes their effect
     * @throws IllegalArgumentException when they were given in vain
     */
    static void requireEffect(boolean given, boolean effective, String flags, String beside) {
        if (given && !effective) {
            throw new IllegalArgumentException(flags + " no effect with " + beside + "; leave one of them out");
        }
    }

    /** Hands on a value if there is one. */
    static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
