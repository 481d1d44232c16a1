package org.memn2n.benchmarks.kernels;

import org.memn2n.benchmarks.report.Line;
import org.memn2n.benchmarks.report.Made;

/**
 * One operation under JMH.
 *
 * @param made version, machine and date
 * @param device our backend
 * @param threads it may use
 * @param operation the method of {@link org.memn2n.ops.Ops}
 * @param sizes of its inputs, which stay in the caches
 * @param samples iterations of all forks
 * @param mean microseconds
 * @param error half of the 99.9 % confidence interval of the mean, in microseconds
 * @param minimum the fastest iteration
 * @param gigaflops operations / mean
 * @param gigabytesPerSecond the bytes it must move / mean
 */
public record OperationMeasurement(
        Made made,
        String device,
        int threads,
        String operation,
        String sizes,
        long samples,
        double mean,
        double error,
        double minimum,
        double gigaflops,
        double gigabytesPerSecond)
        implements Line {}
