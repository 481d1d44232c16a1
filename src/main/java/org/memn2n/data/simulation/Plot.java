package org.memn2n.data.simulation;

import org.apache.commons.math3.random.RandomGenerator;

/**
 * Decides what happens next. No plot prefers one person, place or object to another, so that a question
 * without its story tells nothing about the answer.
 */
interface Plot {
    /**
     * An event that is possible in this world. When a question is due after it, some question of the
     * plot's task can be answered then.
     *
     * @param untilQuestion the number of sentences before the next question, this one included; before the
     *     first question of a story it must start at no less than the task's number of supporting sentences
     */
    Event next(World world, int untilQuestion, RandomGenerator random);

    /** A random move of this person; the world has two places or more. */
    static Event moveOf(int person, World world, RandomGenerator random) {
        return new Event.Move(person, Choice.otherThan(world.placeOfPerson(person), world.places(), random));
    }
}
