package org.memn2n.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.benchmarks.timing.Sample;

/**
 * One line of a result file; {@code docs/benchmarking.md} describes it. Times are milliseconds a step.
 *
 * @param made version, machine and date
 * @param contender what was measured: {@code memn2n scalar}, {@code torch tied}
 * @param device on what, with its driver
 * @param shape the work
 * @param mode what a step does
 * @param threads how many CPU threads; 0 where that means nothing
 * @param steps in a sample, with one wait at its end
 * @param samples how many samples
 * @param median over all samples
 * @param minimum the fastest sample
 * @param low the 10th percentile
 * @param high the 90th percentile
 * @param examplesPerSecond B / median
 * @param rounds the median of each round
 * @param checked how it was made sure that the right thing was computed
 * @param floor the least time that the machine allows, or null when no ceilings were measured
 * @param ratio to the best peer of the same shape, mode and threads, or null without peers
 */
public record Measurement(
        Made made,
        String contender,
        String device,
        String shape,
        String mode,
        int threads,
        int steps,
        int samples,
        double median,
        double minimum,
        double low,
        double high,
        double examplesPerSecond,
        List<Double> rounds,
        Checked checked,
        @Nullable Floor floor,
        @Nullable Ratio ratio)
        implements Line {

    /**
     * How it was made sure that the right thing was computed.
     *
     * @param against what it was held against
     * @param worst where the difference is that came closest to its tolerance
     * @param difference that difference, as a share of the largest value
     * @param tolerance what was tolerated
     */
    public record Checked(String against, String worst, double difference, double tolerance) {}

    /**
     * The least time that the machine allows for this work.
     *
     * @param milliseconds a step at the ceilings of this machine
     * @param share floor / median: 1 is as fast as the machine allows
     */
    public record Floor(double milliseconds, double share) {}

    /**
     * How many times faster than the best peer, round by round.
     *
     * @param peer the peer and its way
     * @param median of the rounds' ratios; above 1 is faster than the peer
     * @param low the smallest of a round
     * @param high the largest of a round
     */
    public record Ratio(String peer, double median, double low, double high) {}

    /** This measurement with its ratio to a peer. */
    public Measurement with(Ratio to) {
        return with(floor, to);
    }

    /** This measurement as a share of the least time that the machine allows. */
    public Measurement withFloor(double milliseconds) {
        return with(new Floor(milliseconds, milliseconds / median), ratio);
    }

    private Measurement with(@Nullable Floor least, @Nullable Ratio to) {
        return new Measurement(
                made,
                contender,
                device,
                shape,
                mode,
                threads,
                steps,
                samples,
                median,
                minimum,
                low,
                high,
                examplesPerSecond,
                rounds,
                checked,
                least,
                to);
    }

    /** The ratio of another contender's rounds to this one's. */
    public Ratio ratioTo(Measurement peer) {
        int count = Math.min(rounds.size(), peer.rounds.size());
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < count; round++) {
            ratios.add(peer.rounds.get(round) / rounds.get(round));
        }
        Sample spread = new Sample(1, ratios);
        return new Ratio(peer.contender, spread.median(), spread.quantile(0), spread.quantile(1));
    }
}
