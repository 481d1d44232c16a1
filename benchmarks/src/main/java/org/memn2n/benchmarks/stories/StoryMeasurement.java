package org.memn2n.benchmarks.stories;

import org.memn2n.benchmarks.report.Line;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.benchmarks.report.Measurement.Checked;

/**
 * The time of one call, or of two, about a story. Times are milliseconds.
 *
 * @param made version, machine and date
 * @param contender our backend, with its threads
 * @param device on what, with its driver
 * @param sentences of the story, and slots of the memory
 * @param dimension d
 * @param call what was called
 * @param samples how many samples
 * @param median of them
 * @param minimum the fastest
 * @param low the 10th percentile
 * @param high the 90th percentile
 * @param timesWhole the time of answering about the whole story / this: median of the rounds
 * @param lowestRatio the smallest of the rounds
 * @param highestRatio the largest of the rounds
 * @param checked how it was made sure that the answer is right
 */
public record StoryMeasurement(
        Made made,
        String contender,
        String device,
        int sentences,
        int dimension,
        String call,
        int samples,
        double median,
        double minimum,
        double low,
        double high,
        double timesWhole,
        double lowestRatio,
        double highestRatio,
        Checked checked)
        implements Line {}
