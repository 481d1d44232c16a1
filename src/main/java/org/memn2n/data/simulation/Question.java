package org.memn2n.data.simulation;

import java.util.List;
import java.util.Optional;

/** A query of the state of a {@link World}. */
public sealed interface Question {
    /**
     * The answer as far as the told sentences give it, empty if they do not.
     *
     * @throws IndexOutOfBoundsException if the question names a person or object the world lacks
     */
    Optional<Answer> answerIn(World world);

    /** Where is this person? Answered by the sentence of the person's last move. */
    record PlaceOfPerson(int person) implements Question {
        @Override
        public Optional<Answer> answerIn(World world) {
            int move = world.placeSentenceOfPerson(person);
            return move == World.UNTOLD
                    ? Optional.empty()
                    : Optional.of(new Answer(world.placeOfPerson(person), List.of(move)));
        }
    }

    /**
     * Where is this object? Answered by the sentence in which it was last taken or dropped, then the
     * sentence of the last move of that person (before the drop).
     */
    record PlaceOfObject(int object) implements Question {
        @Override
        public Optional<Answer> answerIn(World world) {
            int move = world.placeSentenceOfObject(object);
            return move == World.UNTOLD
                    ? Optional.empty()
                    : Optional.of(
                            new Answer(world.placeOfObject(object), List.of(world.handlingSentence(object), move)));
        }
    }
}
