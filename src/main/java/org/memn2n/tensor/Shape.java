package org.memn2n.tensor;

import java.util.Arrays;

/**
 * The extents of a tensor, outermost first; the last one is contiguous in memory.
 *
 * <p>Immutable. Extents may be zero, never negative, and their product fits an {@code int}: the
 * constructor refuses anything else, so {@link #size()} can be trusted everywhere.
 */
public final class Shape {
    private final int[] extents;
    private final int size;

    private Shape(int[] extents) {
        long product = 1;
        for (int extent : extents) {
            if (extent < 0) {
                throw new IllegalArgumentException("negative extent in shape " + Arrays.toString(extents));
            }
            product *= extent;
            if (product > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "shape " + Arrays.toString(extents) + " has more than " + Integer.MAX_VALUE + " elements");
            }
        }
        this.extents = extents;
        this.size = (int) product;
    }

    /**
     * A shape of the given extents.
     *
     * @throws IllegalArgumentException for a negative extent or more than 2^31-1 elements
     */
    public static Shape of(int... extents) {
        return new Shape(extents.clone());
    }

    /** How many axes there are; 0 for a single number. */
    public int rank() {
        return extents.length;
    }

    /** The extent along {@code axis}, counted from 0. */
    public int extent(int axis) {
        return extents[axis];
    }

    /** The number of elements: the product of all extents. */
    public int size() {
        return size;
    }

    /** A copy of the extents. */
    public int[] extents() {
        return extents.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(extents, that.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    /** For messages: {@code [32, 20]}. */
    @Override
    public String toString() {
        return Arrays.toString(extents);
    }
}
