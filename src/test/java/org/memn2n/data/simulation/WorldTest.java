package org.memn2n.data.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorldTest {
    private static final Question PERSON = new Question.PlaceOfPerson(0);
    private static final Question OBJECT = new Question.PlaceOfObject(0);

    /** Three places; persons 0 and 1 in places 0 and 1; objects 0 and 1 in places 0 and 1. */
    private final World world = new World(3, new int[] {0, 1}, new int[] {0, 1});

    @Test
    void nothingIsKnownBeforeItIsTold() {
        assertThat(world.people()).isEqualTo(2);
        assertThat(world.places()).isEqualTo(3);
        assertThat(world.objects()).isEqualTo(2);
        assertThat(PERSON.answerIn(world)).isEmpty();
        assertThat(OBJECT.answerIn(world)).isEmpty();
    }

    @Test
    void theLastMoveAnswersWhereAPersonIs() {
        world.apply(new Event.Move(0, 2), 1);
        world.apply(new Event.Move(1, 0), 2);
        world.apply(new Event.Move(0, 1), 4);
        assertThat(PERSON.answerIn(world)).contains(new Answer(1, List.of(4)));
    }

    @Test
    void aCarriedObjectIsWhereItsHolderIs() {
        world.apply(new Event.Take(0, 0), 1);
        assertThat(OBJECT.answerIn(world)).isEmpty();
        world.apply(new Event.Move(0, 2), 2);
        assertThat(OBJECT.answerIn(world)).contains(new Answer(2, List.of(1, 2)));
        world.apply(new Event.Move(0, 1), 3);
        assertThat(OBJECT.answerIn(world)).contains(new Answer(1, List.of(1, 3)));
    }

    @Test
    void aDroppedObjectStaysWhereItsHolderWas() {
        world.apply(new Event.Take(0, 0), 1);
        world.apply(new Event.Move(0, 2), 2);
        world.apply(new Event.Drop(0, 0), 3);
        world.apply(new Event.Move(0, 1), 4);
        assertThat(OBJECT.answerIn(world)).contains(new Answer(2, List.of(3, 2)));
        assertThat(world.holder(0)).isEqualTo(World.NOBODY);
        assertThat(world.placeOfObject(0)).isEqualTo(2);
    }

    @Test
    void whatIsDroppedOrTakenInAnUntoldPlaceIsNotKnown() {
        world.apply(new Event.Take(0, 0), 1);
        world.apply(new Event.Drop(0, 0), 2);
        world.apply(new Event.Move(0, 1), 3);
        assertThat(OBJECT.answerIn(world)).isEmpty();
        world.apply(new Event.Take(0, 1), 4);
        world.apply(new Event.Drop(0, 1), 5);
        Question other = new Question.PlaceOfObject(1);
        assertThat(other.answerIn(world)).contains(new Answer(1, List.of(5, 3)));
        world.apply(new Event.Take(1, 1), 6);
        assertThat(other.answerIn(world)).isEmpty();
    }

    @Test
    void impossibleEventsAreRefusedAndChangeNothing() {
        assertImpossible(new Event.Move(0, 0), "person 0 is in place 0 already");
        assertImpossible(new Event.Take(0, 1), "object 1 is in place 1, person 0 in place 0");
        assertImpossible(new Event.Drop(0, 0), "person 0 does not hold object 0");
        assertThat(world.handlingSentence(0)).isEqualTo(World.UNTOLD);
        world.apply(new Event.Take(0, 0), 1);
        world.apply(new Event.Move(1, 0), 2);
        assertImpossible(new Event.Take(0, 0), "person 0 holds object 0");
        assertImpossible(new Event.Take(1, 0), "person 0 holds object 0");
        assertImpossible(new Event.Drop(1, 0), "person 1 does not hold object 0");
        assertThat(world.holder(0)).isEqualTo(0);
        assertThat(world.handlingSentence(0)).isEqualTo(1);
    }

    @Test
    void sentenceNumbersMustRise() {
        assertThatThrownBy(() -> world.apply(new Event.Move(0, 1), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sentence 0");
        world.apply(new Event.Move(0, 1), 5);
        assertThatThrownBy(() -> world.apply(new Event.Move(0, 2), 5))
                .hasMessage("sentence 5 cannot follow sentence 5: numbers must rise from 1");
    }

    @Test
    void whatTheWorldLacksIsRefused() {
        for (Event event : List.of(
                new Event.Move(2, 0),
                new Event.Move(0, 3),
                new Event.Move(0, -1),
                new Event.Take(0, 2),
                new Event.Take(-1, 0),
                new Event.Drop(0, 2),
                new Event.Drop(-1, 0))) {
            assertThatThrownBy(() -> world.apply(event, 1))
                    .as("%s", event)
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> new World(2, new int[] {2}, new int[0])).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new World(2, new int[0], new int[] {-1}))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theStartIsCopied() {
        int[] start = {0};
        World copied = new World(2, start, start);
        start[0] = 1;
        assertThat(copied.placeOfPerson(0)).isZero();
        assertThat(copied.placeOfObject(0)).isZero();
    }

    private void assertImpossible(Event event, String reason) {
        assertThat(event.isPossibleIn(world)).isFalse();
        assertThatThrownBy(() -> world.apply(event, 9))
                .isInstanceOf(ImpossibleEventException.class)
                .hasMessageStartingWith("sentence 9: " + event)
                .hasMessageEndingWith(reason);
    }
}
