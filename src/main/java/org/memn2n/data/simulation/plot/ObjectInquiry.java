package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Answer;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.data.simulation.world.World;
import org.memn2n.random.SplitMix;

/**
 * Where is an object? Two sentences answer: who took, dropped or was given it last, then the last move of the holder,
 * or of the person who dropped it before that.
 */
final class ObjectInquiry implements Inquiry {
    @Override
    public int steps() {
        return 2;
    }

    @Override
    public boolean canAsk(World world, SplitMix random) {
        return known(world, random) != Choice.NONE;
    }

    @Override
    public Clause approach(World world, SplitMix random) {
        int held = Choice.among(world.objects(), object -> world.holder(object) != World.NOBODY, random);
        if (held != Choice.NONE) {
            return Events.move(world.holder(held), world, random);
        }
        int beside = Choice.among(world.objects(), object -> knownTaker(object, world) != Choice.NONE, random);
        return beside != Choice.NONE
                ? SentenceKind.TAKE.of(knownTaker(beside, world), beside)
                : Events.takeOrComeNear(world, random);
    }

    @Override
    public Question ask(World world, SplitMix random) {
        int object = known(world, random);
        return new Question(
                SentenceKind.WHERE_IS_OBJECT.of(object),
                Answer.of(world.placeOfObject(object), world.handlingLine(object), world.placeLineOfObject(object)));
    }

    private static int known(World world, SplitMix random) {
        return Choice.among(world.objects(), object -> world.placeLineOfObject(object) != World.UNTOLD, random);
    }

    /** Somebody whose place has been told and who can take the object, which lies in a place; or none. */
    private static int knownTaker(int object, World world) {
        int place = world.placeOfObject(object);
        for (int i = 0; i < world.peopleIn(place); i++) {
            int person = world.personIn(place, i);
            if (world.placeLineOfPerson(person) != World.UNTOLD) {
                return person;
            }
        }
        return Choice.NONE;
    }
}
