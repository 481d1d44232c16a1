package org.memn2n.benchmarks.epochs;

import java.util.List;
import org.memn2n.benchmarks.report.Line;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.benchmarks.report.Measurement.Checked;

/**
 * Epochs of one training on one device. Times are milliseconds an epoch: all batches built, uploaded and trained on, then
 * the validation examples scored.
 *
 * @param made version, machine and date
 * @param contender our backend
 * @param device on what, with its driver
 * @param data which data
 * @param examples trained on in an epoch
 * @param threads of the CPU; 0 for a GPU
 * @param epochs how many were timed
 * @param median of all of them
 * @param minimum the fastest
 * @param low the 10th percentile
 * @param high the 90th percentile
 * @param epochsPerSecond 1 / median
 * @param examplesPerSecond examples / median
 * @param rounds the median of each training
 * @param checked the mean loss of the first epoch, against the reference's
 */
public record EpochMeasurement(
        Made made,
        String contender,
        String device,
        String data,
        int examples,
        int threads,
        int epochs,
        double median,
        double minimum,
        double low,
        double high,
        double epochsPerSecond,
        double examplesPerSecond,
        List<Double> rounds,
        Checked checked)
        implements Line {}
