package org.memn2n.data.simulation;

import java.util.List;

/**
 * The answer to a {@link Question} about a place.
 *
 * @param place the number of the place
 * @param supportingSentences the sentences from which the answer follows, none of them superfluous, in the
 *     order of the reasoning: the newest fact about what was asked for, then the fact it leads to
 */
public record Answer(int place, List<Integer> supportingSentences) {
    /** Copies the list. */
    public Answer {
        supportingSentences = List.copyOf(supportingSentences);
    }
}
