package org.memn2n.random;

/**
 * A small and fast stream of random numbers (SplitMix64; Steele, Lea, Flood 2014), named by a key as those of
 * {@link RandomStreams} are. For draws by the million, where a stream is cheap to begin: its state is one number.
 */
public final class SplitMix {
    private static final double UNIT = 0x1.0p-53;
    private long state;

    private SplitMix(long state) {
        this.state = state;
    }

    /** The stream of this key; the number and the order of its parts matter. */
    public static SplitMix of(long... key) {
        return new SplitMix(RandomStreams.start(key));
    }

    /** A number of {@code 0..count-1}; each has the same chance up to one in 2^32 / count. */
    public int below(int count) {
        return (int) (((next() >>> 32) * count) >>> 32);
    }

    /** A number of {@code 0..count-1} other than the excluded one; count is at least 2. */
    public int otherThan(int excluded, int count) {
        int drawn = below(count - 1);
        return drawn < excluded ? drawn : drawn + 1;
    }

    /** True with this probability. */
    public boolean chance(double probability) {
        return (next() >>> 11) * UNIT < probability;
    }

    private long next() {
        state += RandomStreams.GOLDEN_GAMMA;
        return RandomStreams.mix(state);
    }
}
