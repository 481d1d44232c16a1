package org.memn2n.data.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorldTest {
    /** Three places; persons 0 and 1 in places 0 and 1; objects 0 and 1 in places 0 and 1. */
    private final World world = new World(3, new int[] {0, 1}, new int[] {0, 1});

    @Test
    void nothingIsKnownBeforeItIsTold() {
        assertThat(world.people()).isEqualTo(2);
        assertThat(world.places()).isEqualTo(3);
        assertThat(world.objects()).isEqualTo(2);
        assertThat(world.toldPeople()).isZero();
        assertThat(world.placeLineOfPerson(0)).isEqualTo(World.UNTOLD);
        assertThat(world.placeLineOfObject(0)).isEqualTo(World.UNTOLD);
    }

    @Test
    void theLastMoveTellsWhereAPersonIsAndTheOneBeforeWhereHeOrSheWas() {
        world.apply(SentenceKind.MOVE.of(0, 2), 1);
        world.apply(SentenceKind.MOVE.of(1, 0), 2);
        world.apply(SentenceKind.MOVE.of(0, 1), 4);
        assertThat(world.placeOfPerson(0)).isEqualTo(1);
        assertThat(world.placeLineOfPerson(0)).isEqualTo(4);
        assertThat(world.formerPlaceOfPerson(0)).isEqualTo(2);
        assertThat(world.formerPlaceLineOfPerson(0)).isEqualTo(1);
        assertThat(world.toldPeople()).isEqualTo(2);
        assertThat(world.peopleIn(0)).isEqualTo(1);
        assertThat(world.personIn(0, 0)).isEqualTo(1);
    }

    @Test
    void aCarriedObjectIsWhereItsHolderIs() {
        world.apply(SentenceKind.TAKE.of(0, 0), 1);
        assertObject(0, 0, 1, World.UNTOLD);
        world.apply(SentenceKind.MOVE.of(0, 2), 2);
        assertObject(0, 2, 1, 2);
        world.apply(SentenceKind.MOVE.of(0, 1), 3);
        assertObject(0, 1, 1, 3);
    }

    @Test
    void aDroppedObjectStaysWhereItsHolderWas() {
        world.apply(SentenceKind.TAKE.of(0, 0), 1);
        world.apply(SentenceKind.MOVE.of(0, 2), 2);
        world.apply(SentenceKind.DROP.of(0, 0), 3);
        world.apply(SentenceKind.MOVE.of(0, 1), 4);
        assertObject(0, 2, 3, 2);
        assertThat(world.holder(0)).isEqualTo(World.NOBODY);
        assertThat(world.lyingIn(2)).isEqualTo(1);
        assertThat(world.objectIn(2, 0)).isZero();
    }

    @Test
    void whatIsDroppedOrTakenInAnUntoldPlaceIsNotKnown() {
        world.apply(SentenceKind.TAKE.of(0, 0), 1);
        world.apply(SentenceKind.DROP.of(0, 0), 2);
        world.apply(SentenceKind.MOVE.of(0, 1), 3);
        assertObject(0, 0, 2, World.UNTOLD);
        world.apply(SentenceKind.TAKE.of(0, 1), 4);
        world.apply(SentenceKind.DROP.of(0, 1), 5);
        assertObject(1, 1, 5, 3);
        world.apply(SentenceKind.TAKE.of(1, 1), 6);
        assertObject(1, 1, 6, World.UNTOLD);
    }

    @Test
    void whatIsGivenIsInTheHandsOfTheReceiverInTheOrderOfGetting() {
        world.apply(SentenceKind.TAKE.of(1, 1), 1);
        world.apply(SentenceKind.TAKE.of(0, 0), 2);
        world.apply(SentenceKind.MOVE.of(1, 0), 3);
        world.apply(SentenceKind.GIVE.of(0, 0, 1), 4);
        assertThat(world.heldBy(0)).isZero();
        assertThat(world.heldBy(1)).isEqualTo(2);
        assertThat(world.objectHeldBy(1, 0)).isEqualTo(1);
        assertThat(world.objectHeldBy(1, 1)).isZero();
        assertObject(0, 0, 4, 3);
        world.apply(SentenceKind.DROP.of(1, 1), 5);
        assertThat(world.objectHeldBy(1, 0)).isZero();
    }

    @Test
    void impossibleEventsAreRefusedAndChangeNothing() {
        assertImpossible(SentenceKind.MOVE.of(0, 0), "person 0 is in place 0 already");
        assertImpossible(SentenceKind.TAKE.of(0, 1), "object 1 does not lie in place 0, where person 0 is");
        assertImpossible(SentenceKind.DROP.of(0, 0), "person 0 does not hold object 0");
        assertThat(world.handlingLine(0)).isEqualTo(World.UNTOLD);
        world.apply(SentenceKind.TAKE.of(0, 0), 1);
        world.apply(SentenceKind.MOVE.of(1, 0), 2);
        assertImpossible(SentenceKind.TAKE.of(0, 0), "object 0 does not lie in place 0, where person 0 is");
        assertImpossible(SentenceKind.TAKE.of(1, 0), "object 0 does not lie in place 0, where person 1 is");
        assertImpossible(SentenceKind.DROP.of(1, 0), "person 1 does not hold object 0");
        assertImpossible(SentenceKind.GIVE.of(1, 0, 0), "person 1 does not hold object 0");
        assertImpossible(SentenceKind.GIVE.of(0, 0, 0), "person 0 is not somebody beside person 0");
        assertImpossible(SentenceKind.IS_IN.of(0, 0), "it is no event of this world");
        assertThat(world.holder(0)).isEqualTo(0);
        assertThat(world.handlingLine(0)).isEqualTo(1);
    }

    @Test
    void sentenceNumbersMustRise() {
        assertThatThrownBy(() -> world.apply(SentenceKind.MOVE.of(0, 1), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 0");
        world.apply(SentenceKind.MOVE.of(0, 1), 5);
        assertThatThrownBy(() -> world.apply(SentenceKind.MOVE.of(0, 2), 5))
                .hasMessage("line 5 cannot follow line 5; lines must rise from 1");
    }

    @Test
    void whatTheWorldLacksIsRefused() {
        for (Clause event : List.of(
                SentenceKind.MOVE.of(2, 0),
                SentenceKind.MOVE.of(0, 3),
                SentenceKind.MOVE.of(0, -1),
                SentenceKind.TAKE.of(0, 2),
                SentenceKind.TAKE.of(-1, 0),
                SentenceKind.DROP.of(0, 2),
                SentenceKind.DROP.of(-1, 0))) {
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

    private void assertObject(int object, int place, int handlingLine, int placeLine) {
        assertThat(world.placeOfObject(object)).isEqualTo(place);
        assertThat(world.handlingLine(object)).isEqualTo(handlingLine);
        assertThat(world.placeLineOfObject(object)).isEqualTo(placeLine);
    }

    private void assertImpossible(Clause event, String reason) {
        assertThat(world.obstacle(event)).contains(reason);
        assertThatThrownBy(() -> world.apply(event, 9))
                .isInstanceOf(ImpossibleEventException.class)
                .hasMessageStartingWith("line 9: " + event)
                .hasMessageEndingWith(reason);
    }
}
