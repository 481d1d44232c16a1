package org.memn2n.data.simulation.world;

import java.util.EnumMap;
import java.util.Map;

/** How many things of each class there are to tell about. Immutable. */
public final class Population {
    /** Nothing at all, but the four directions. */
    public static final Population NONE = new Population(new EnumMap<>(Noun.class)).with(Noun.DIRECTION, 4);

    private final Map<Noun, Integer> counts;

    private Population(EnumMap<Noun, Integer> counts) {
        this.counts = counts;
    }

    /** The number of things of this class. */
    public int count(Noun noun) {
        return counts.getOrDefault(noun, 0);
    }

    /** This population with another number of things of one class. */
    public Population with(Noun noun, int count) {
        EnumMap<Noun, Integer> changed = new EnumMap<>(counts);
        changed.put(noun, count);
        return new Population(changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Population that && counts.equals(that.counts);
    }

    @Override
    public int hashCode() {
        return counts.hashCode();
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
