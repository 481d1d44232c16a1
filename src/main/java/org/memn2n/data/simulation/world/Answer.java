package org.memn2n.data.simulation.world;

import java.util.List;

/**
 * An answer and the sentences it follows from.
 *
 * @param things the numbers of the things that answer, of the class that the question asks for; none where there is
 *     nothing to list
 * @param support the lines of sentences from which the answer follows and without each of which it does not, in the
 *     order of the reasoning
 */
public record Answer(List<Integer> things, List<Integer> support) {
    /** Copies the lists. */
    public Answer {
        things = List.copyOf(things);
        support = List.copyOf(support);
    }

    /** One thing that follows from one sentence. */
    public static Answer of(int thing, int line) {
        return new Answer(List.of(thing), List.of(line));
    }

    /** One thing that follows from two sentences. */
    public static Answer of(int thing, int line, int otherLine) {
        return new Answer(List.of(thing), List.of(line, otherLine));
    }

    /** One thing that follows from three sentences. */
    public static Answer of(int thing, int line, int secondLine, int thirdLine) {
        return new Answer(List.of(thing), List.of(line, secondLine, thirdLine));
    }
}
