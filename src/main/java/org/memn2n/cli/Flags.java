package org.memn2n.cli;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Help with flags that may not be given. */
final class Flags {
    private Flags() {}

    /** Hands on a value if there is one. */
    static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
