package org.memn2n.benchmarks.peers;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How the C library keeps memory that a program gave back. By default it returns large blocks to the system, and a
 * program that allocates every intermediate result anew then pays for fresh pages, which can take longer than its work.
 * A peer is measured both ways, and compared with by the better.
 */
enum Malloc {
    DEFAULT,
    TUNED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        if (this == TUNED) {
            environment.put("MALLOC_ARENA_MAX", "1");
            environment.put("MALLOC_MMAP_THRESHOLD_", "8589934592");
            environment.put("MALLOC_TRIM_THRESHOLD_", "17179869184");
            environment.put("MALLOC_TOP_PAD_", "268435456");
        }
        return environment;
    }
}
