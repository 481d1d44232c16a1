package org.memn2n.benchmarks.timing;

/** Something that is done again and again and timed. */
public interface Timed {
    /** Does so many steps and waits for the last one. */
    void run(int steps);
}
