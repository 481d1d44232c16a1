package org.memn2n.benchmarks.peers;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A program that does the same work. Each measurement is a process of its own. */
public interface Peer {
    /** The name by which it is asked for. */
    String name();

    /** Whether it works on a GPU, where a number of threads means nothing. */
    boolean onGpu();

    /**
     * What came of a measurement.
     *
     * @param times of ways that ran
     * @param failures of those that did not, a line each
     */
    record Measured(List<PeerTime> times, List<String> failures) {}

    /** The way that people compare with first, measured in every round however slow it is; null for none. */
    default @Nullable String plainest() {
        return null;
    }

    /**
     * Measures a shape in both modes.
     *
     * @param threads how many threads it may use
     * @param ways which of its ways; empty for all that are worth trying
     * @param seconds for each measurement
     * @throws IOException when it cannot be run, with what it said
     */
    Measured measure(String shape, int threads, Set<PeerTime.Way> ways, double seconds) throws IOException;
}
