package org.memn2n.data.simulation.plot;

import java.util.function.IntPredicate;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.data.simulation.world.World;
import org.memn2n.random.SplitMix;

/** Random events that can happen in a world. */
final class Events {
    private Events() {}

    /** The person goes to another place, any of them. */
    static Clause move(int person, World world, SplitMix random) {
        return SentenceKind.MOVE.of(person, random.otherThan(world.placeOfPerson(person), world.places()));
    }

    /**
     * In a world where nobody holds anything, somebody takes an object that lies where he or she is; if there is no such
     * object, somebody goes where one lies.
     */
    static Clause takeOrComeNear(World world, SplitMix random) {
        int near = Choice.among(world.objects(), object -> world.peopleIn(world.placeOfObject(object)) > 0, random);
        if (near == Choice.NONE) {
            int wanted = random.below(world.objects());
            return SentenceKind.MOVE.of(random.below(world.people()), world.placeOfObject(wanted));
        }
        int place = world.placeOfObject(near);
        return SentenceKind.TAKE.of(world.personIn(place, random.below(world.peopleIn(place))), near);
    }

    /** An object in somebody's hands, if there is one in hands that are preferred one of those; or {@link Choice#NONE}. */
    static int held(IntPredicate preferredHolder, World world, SplitMix random) {
        int preferred = Choice.among(
                world.objects(),
                object -> world.holder(object) != World.NOBODY && preferredHolder.test(world.holder(object)),
                random);
        return preferred != Choice.NONE
                ? preferred
                : Choice.among(world.objects(), object -> world.holder(object) != World.NOBODY, random);
    }

    /** One of the others in the person's place, or {@link Choice#NONE}. */
    static int companion(int person, World world, SplitMix random) {
        int place = world.placeOfPerson(person);
        int others = world.peopleIn(place) - 1;
        if (others == 0) {
            return Choice.NONE;
        }
        int index = random.below(others);
        int companion = world.personIn(place, index);
        // The last one in the place stands in for the person.
        return companion == person ? world.personIn(place, others) : companion;
    }
}
