package org.memn2n.data.simulation.world;

/**
 * What one sentence says or asks, without its words: a kind and the numbers of up to three things of the classes that
 * {@link SentenceKind#arguments} lists. Numbers beyond those mean nothing.
 */
public record Clause(SentenceKind kind, int first, int second, int third) {
    /** The number of the thing at this index, from 0 to 2. */
    public int argument(int index) {
        return index == 0 ? first : index == 1 ? second : third;
    }
}
