package org.memn2n.benchmarks.report;

/** One line of a result file. */
public interface Line {
    /** Where it comes from. */
    Made made();

    /** On what it was measured. */
    String device();
}
