package org.memn2n.ops.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * How many floats are worked on at once. All are constants, as the compiler of the JVM needs them: the widest
 * vectors of this machine, or those named by the property {@value #PROPERTY}.
 */
final class Lanes {
    /** 128, 256 or 512: forces a width, for tests. */
    static final String PROPERTY = "memn2n.simd.bits";

    static final VectorSpecies<Float> SPECIES = species();

    /** Floats in a vector. */
    static final int COUNT = SPECIES.length();

    /** 0, 1, 2, ... in as many floats as a vector has. */
    private static final float[] NUMBERS = numbers();

    private Lanes() {}

    private static VectorSpecies<Float> species() {
        Integer bits = Integer.getInteger(PROPERTY);
        return bits == null
                ? FloatVector.SPECIES_PREFERRED
                : VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
    }

    private static float[] numbers() {
        float[] numbers = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    /** The least number of floats in whole vectors that holds {@code count}. */
    static int padded(int count) {
        return (count + COUNT - 1) / COUNT * COUNT;
    }

    /** The floats of {@code count} that fill whole vectors. */
    static int whole(int count) {
        return count / COUNT * COUNT;
    }

    static FloatVector load(float[] values, int from) {
        return FloatVector.fromArray(SPECIES, values, from);
    }

    static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    /** The first {@code count} floats from {@code from} on; {@code other} in the lanes after them. Reads a whole vector. */
    static FloatVector loadFirst(float[] values, int from, int count, float other) {
        return load(values, from).blend(other, load(NUMBERS, 0).compare(VectorOperators.GE, (float) count));
    }
}
