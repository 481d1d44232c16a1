package org.memn2n.benchmarks.work;

/**
 * How far a tensor is from what it should be.
 *
 * @param what which tensor
 * @param largest the largest difference of two elements, as a share of the largest element that was expected
 * @param tolerance the largest share that is still rounding
 */
public record Difference(String what, double largest, double tolerance) {
    /** Compares every element; one that is not finite is infinitely far away. */
    public static Difference of(String what, float[] actual, float[] expected, double tolerance) {
        return of(what, actual, expected, 0, tolerance);
    }

    /**
     * @param rounding what two elements may differ by for reasons that have nothing to do with the size of what was
     *     expected; taken off
     */
    static Difference of(String what, float[] actual, float[] expected, double rounding, double tolerance) {
        if (actual.length != expected.length) {
            throw new IllegalArgumentException(
                    what + ": " + actual.length + " values against " + expected.length + " expected ones");
        }
        double size = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) actual[i] - expected[i]) - rounding;
            size = Math.max(size, Math.abs(expected[i]));
            worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
        }
        return new Difference(what, worst == 0 ? 0 : worst / size, tolerance);
    }

    /** Whether it is no more than rounding. */
    public boolean accepted() {
        return largest <= tolerance;
    }

    /** The share of what is tolerated. */
    double used() {
        return largest / tolerance;
    }

    @Override
    public String toString() {
        return what + " is off by " + largest + " of its largest value, tolerated " + tolerance;
    }
}
