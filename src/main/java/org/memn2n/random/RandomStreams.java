package org.memn2n.random;

import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well1024a;

/**
 * Random streams named by a key, such as (seed, purpose, restart, epoch, step).
 *
 * <p>Equal keys give equal streams, whatever was drawn elsewhere and on whichever thread. That is what
 * makes a run repeatable with any number of threads, and a resumed run equal to an unbroken one: there
 * is no generator state to save.
 */
public final class RandomStreams {
    /** The odd number next to 2^64 divided by the golden ratio. */
    static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private static final int SEED_WORDS = 32;

    private RandomStreams() {}

    /** The stream of this key; the number and the order of its parts matter. */
    public static RandomGenerator of(long... key) {
        long state = start(key);
        int[] seed = new int[SEED_WORDS];
        for (int i = 0; i < SEED_WORDS; i++) {
            state += GOLDEN_GAMMA;
            seed[i] = (int) (mix(state) >>> 32);
        }
        return new Well1024a(seed);
    }

    /** Where the stream of this key starts. */
    static long start(long... key) {
        long state = key.length;
        for (long part : key) {
            state = mix(state + GOLDEN_GAMMA) ^ mix(part + 0xD1B54A32D192ED03L);
        }
        return state;
    }

    /** A random order of {@code 0..count-1} (Fisher-Yates). */
    public static int[] permutation(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of z reaches every bit of the result. */
    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
