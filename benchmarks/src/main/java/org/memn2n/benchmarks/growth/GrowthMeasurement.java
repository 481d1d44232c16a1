package org.memn2n.benchmarks.growth;

import org.memn2n.benchmarks.report.Line;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.benchmarks.report.Measurement.Checked;

/**
 * The time of a step at one size. Times are milliseconds.
 *
 * @param made version, machine and date
 * @param contender our backend, with its threads
 * @param device on what, with its driver
 * @param axis what grows
 * @param value how large it is
 * @param mode what a step does
 * @param samples how many samples
 * @param median of them
 * @param minimum the fastest
 * @param low the 10th percentile
 * @param high the 90th percentile
 * @param checked how it was made sure that the result is right
 */
public record GrowthMeasurement(
        Made made,
        String contender,
        String device,
        String axis,
        int value,
        String mode,
        int samples,
        double median,
        double minimum,
        double low,
        double high,
        Checked checked)
        implements Line {

    /** The curve it lies on. */
    String curve() {
        return contender + ", " + mode;
    }
}
