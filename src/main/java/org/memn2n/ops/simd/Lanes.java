package org.memn2n.ops.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * How many floats are worked on at once. All are constants, as the compiler of the JVM needs them: the widest
 * vectors of this machine, or those named by the property {@value #PROPERTY}.
 *
 * <p>Code on vectors calls the Vector API itself, without helpers in between. The compiler of the JVM inlines the API
 * always, and other methods only while the code around them is small; a vector that passes through a call is put on
 * the heap. {@link #sum} is the one exception, for methods with few vectors in them.
 */
final class Lanes {
    /** 128, 256 or 512: forces a width, for tests. */
    static final String PROPERTY = "memn2n.simd.bits";

    /** Bits of the widest vectors that {@link #sum} folds. */
    private static final int WIDEST = 512;

    static final VectorSpecies<Float> SPECIES = species();

    /** As many whole numbers. */
    static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

    /** Floats in a vector. */
    static final int COUNT = SPECIES.length();

    /**
     * Whether vectors of two or four floats are stored by one instruction. JDK 25 does; on JDK 17 each goes by way of the
     * heap, and a training step of short vectors takes almost three times as long. Newer ones but 25 were not measured.
     */
    static final boolean NARROW_STORES = Runtime.version().feature() >= 25;

    /** Turns by so many lanes. */
    private static final VectorShuffle<Float> BY_8 = turn(8);

    private static final VectorShuffle<Float> BY_4 = turn(4);
    private static final VectorShuffle<Float> BY_2 = turn(2);
    private static final VectorShuffle<Float> BY_1 = turn(1);

    private Lanes() {}

    /** Wider vectors than any sum here is folded for are not taken. */
    private static VectorSpecies<Float> species() {
        int bits = Integer.getInteger(PROPERTY, Math.min(WIDEST, FloatVector.SPECIES_PREFERRED.vectorBitSize()));
        return VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
    }

    private static VectorShuffle<Float> turn(int lanes) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane + lanes) % COUNT);
    }

    /**
     * A vector's memory for each worker. Apart by more than a cache line and its neighbour, which two workers at once
     * would pass to and fro.
     */
    static float[][] ofWorkers(int workers) {
        return new float[workers][COUNT + 32];
    }

    /** The least number of floats in whole vectors that holds {@code count}. */
    static int padded(int count) {
        return (count + COUNT - 1) / COUNT * COUNT;
    }

    /** The floats of {@code count} that fill whole vectors. */
    static int whole(int count) {
        return count / COUNT * COUNT;
    }

    /**
     * The sum of all lanes, halves first. The Vector API's own has no fixed order: it gives other bits when the JVM has
     * compiled it than before.
     */
    static float sum(FloatVector vector) {
        FloatVector sums = vector;
        if (COUNT >= 16) {
            sums = sums.add(sums.rearrange(BY_8));
        }
        if (COUNT >= 8) {
            sums = sums.add(sums.rearrange(BY_4));
        }
        if (COUNT >= 4) {
            sums = sums.add(sums.rearrange(BY_2));
        }
        return sums.add(sums.rearrange(BY_1)).lane(0);
    }
}
