package org.memn2n.testkit;

import static org.assertj.core.api.Assertions.assertThat;

/** Comparison of numbers with those of a reference: finite first, every element, the worst one named. */
public final class Close {
    /**
     * Between the float result of an operation and the same in double: a sum of at most a few hundred
     * terms of size about 1, each rounded once to float (2^-24), and rounded again when stored.
     */
    public static final double SINGLE_FORWARD = 1e-5;

    /** As {@link #SINGLE_FORWARD}, for gradients, which pass through more stored intermediate results. */
    public static final double SINGLE_GRADIENT = 1e-4;

    /** Between an analytic gradient and central differences, both in double. */
    public static final double DIFFERENCES = 1e-6;

    private Close() {}

    /** Fails unless {@code |actual - expected| <= tolerance * (1 + |expected|)} for every element. */
    public static void assertClose(String what, double[] actual, double[] expected, double tolerance) {
        assertThat(actual.length).as(what + ": number of values").isEqualTo(expected.length);
        int worst = -1;
        double worstExcess = 0;
        for (int i = 0; i < expected.length; i++) {
            if (!Double.isFinite(expected[i]) || !Double.isFinite(actual[i])) {
                throw new AssertionError(
                        what + "[" + i + "] is not finite: found " + actual[i] + ", expected " + expected[i]);
            }
            double excess = Math.abs(actual[i] - expected[i]) / (1 + Math.abs(expected[i]));
            if (!(excess <= tolerance) && !(excess <= worstExcess)) {
                worst = i;
                worstExcess = excess;
            }
        }
        if (worst >= 0) {
            throw new AssertionError(what + "[" + worst + "]: found " + actual[worst] + ", expected " + expected[worst]
                    + ", off by " + worstExcess + ", allowed " + tolerance);
        }
    }

    /** The same values as doubles. */
    public static double[] doubles(float[] values) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }
}
