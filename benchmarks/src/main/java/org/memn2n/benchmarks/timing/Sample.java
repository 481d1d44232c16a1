package org.memn2n.benchmarks.timing;

import java.util.List;

/**
 * The times of some samples, each a number of steps in a row.
 *
 * @param steps the steps of a sample
 * @param milliseconds for each sample the time of one step
 */
public record Sample(int steps, List<Double> milliseconds) {
    /** Keeps an unchangeable list. */
    public Sample {
        if (milliseconds.isEmpty()) {
            throw new IllegalArgumentException("no sample was taken");
        }
        milliseconds = List.copyOf(milliseconds);
    }

    /** The middle one, or the mean of the two in the middle. */
    public double median() {
        return quantile(0.5);
    }

    /** The fastest. */
    public double minimum() {
        return quantile(0);
    }

    /** The value below which a share of the samples lies, interpolated between neighbours. */
    public double quantile(double share) {
        double[] sorted =
                milliseconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** All samples of several measurements of the same thing; the steps are those of the first. */
    public static Sample pooled(List<Sample> samples) {
        return new Sample(
                samples.get(0).steps(),
                samples.stream()
                        .flatMap(sample -> sample.milliseconds().stream())
                        .toList());
    }
}
