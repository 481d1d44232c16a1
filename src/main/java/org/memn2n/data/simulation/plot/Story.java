package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Question;

/**
 * One story as it happens. No story prefers one person, place or thing to another, so that a question without its story
 * tells nothing about the answer.
 */
public interface Story {
    /**
     * Lets something happen and says what. When a question is due after it, some question can be answered then.
     *
     * @param line where the sentence stands, from 1, rising
     * @param untilQuestion the number of statements before the next question, this one included; before the first
     *     question of a story it must start at no less than the task's fewest sentences
     */
    Clause next(int line, int untilQuestion);

    /** Whether the next statement refers back to the last one, so that nothing may be told between them. */
    default boolean isUnfinished() {
        return false;
    }

    /** A question that can be answered from what was told, with its answer. */
    Question ask();
}
