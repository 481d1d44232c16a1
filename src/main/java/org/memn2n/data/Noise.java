package org.memn2n.data;

import org.apache.commons.math3.random.RandomGenerator;
import org.memn2n.random.RandomStreams;

/**
 * The noise of one batch.
 *
 * @param kind what is done with the ages
 * @param fraction most ages that are left out, as a fraction of the sentences kept; 0 for no noise
 * @param exchangesWords whether words that can be exchanged take each other's place ({@link org.memn2n.data.exchange})
 * @param random source of the noise; nothing is drawn from it when there is no noise
 */
public record Noise(TimeNoise kind, double fraction, boolean exchangesWords, RandomGenerator random) {
    /** Checks the fraction. */
    public Noise {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("found the noise fraction " + fraction + ", expected 0 to 1");
        }
    }

    /** No noise, as in validation, test and prediction. */
    public static Noise none() {
        return new Noise(TimeNoise.NONE, 0, false, RandomStreams.of());
    }

    /** Draws how many ages to leave out among those of so many sentences: from 0 to the fraction, rounded up. */
    int drawBlanks(int sentences) {
        int most = kind == TimeNoise.NONE ? 0 : (int) Math.ceil(fraction * sentences);
        return most == 0 ? 0 : random.nextInt(most + 1);
    }
}
