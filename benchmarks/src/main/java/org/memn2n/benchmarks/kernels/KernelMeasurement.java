package org.memn2n.benchmarks.kernels;

import org.jspecify.annotations.Nullable;
import org.memn2n.benchmarks.report.Line;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.benchmarks.report.Measurement.Checked;

/**
 * One operation on one device. Times are milliseconds.
 *
 * @param made version, machine and date
 * @param device on what, with its driver
 * @param operation the method of {@link org.memn2n.ops.Ops}, or {@code NAME from parts} for the composition of a fused one
 * @param sizes of its inputs
 * @param inputSets how many sets of inputs took turns, so that none is still in a cache
 * @param steps in a sample
 * @param samples how many samples
 * @param median over all samples
 * @param minimum the fastest
 * @param low the 10th percentile
 * @param high the 90th percentile
 * @param bytes the fewest it must move
 * @param operations the floating-point operations it must do
 * @param gigabytesPerSecond bytes / median
 * @param gigaflops operations / median
 * @param shareOfCopy its bytes per second as a share of those of a device copy sampled in turn with it
 * @param copyGigabytesPerSecond that copy, read and written bytes
 * @param timesParts how many times faster than its composition, or null when it is not fused
 * @param checked how it was made sure that the result is right
 */
public record KernelMeasurement(
        Made made,
        String device,
        String operation,
        String sizes,
        int inputSets,
        int steps,
        int samples,
        double median,
        double minimum,
        double low,
        double high,
        double bytes,
        double operations,
        double gigabytesPerSecond,
        double gigaflops,
        double shareOfCopy,
        double copyGigabytesPerSecond,
        @Nullable Double timesParts,
        Checked checked)
        implements Line {
    /** Milliseconds beyond what a copy of as many bytes would take: what there is to gain where bytes bind. */
    public double beyondCopy() {
        return median - bytes / copyGigabytesPerSecond / 1e6;
    }
}
