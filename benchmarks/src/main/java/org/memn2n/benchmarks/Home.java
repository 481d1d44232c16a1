package org.memn2n.benchmarks;

import java.nio.file.Path;

/** The folder of the benchmarks, which the launcher names: what is not in a jar is below it. */
final class Home {
    private static final String PROPERTY = "memn2n.benchmarks";

    private Home() {}

    /** Where the peers are. */
    static Path peers() {
        return folder().resolve("peers");
    }

    /** Where peers are built. */
    static Path built() {
        return folder().resolve("target").resolve("peers");
    }

    private static Path folder() {
        return Path.of(System.getProperty(PROPERTY, "benchmarks"));
    }
}
