package org.memn2n.data.simulation;

import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * People move about, take objects along and drop them. Before a question it sees to it that the place of
 * at least one object is known: from any state two events are enough for that.
 */
final class CarryingPlot implements Plot {
    /** The chance that a person who can take or drop something does so. */
    private static final double HANDLING_CHANCE = 0.6;

    @Override
    public Event next(World world, int untilQuestion, RandomGenerator random) {
        if (untilQuestion <= 2 && !isAnyObjectKnown(world)) {
            return towardsAnswer(world, random);
        }
        int actor = random.nextInt(world.people());
        if (random.nextDouble() < HANDLING_CHANCE) {
            // A take by somebody whose place is unknown is the one event that makes a known object unknown.
            boolean mayTake = untilQuestion > 1 || isTold(world, actor);
            OptionalInt object = Choice.among(
                    world.objects(),
                    candidate -> world.holder(candidate) == actor
                            || (mayTake && new Event.Take(actor, candidate).isPossibleIn(world)),
                    random);
            if (object.isPresent()) {
                return world.holder(object.getAsInt()) == actor
                        ? new Event.Drop(actor, object.getAsInt())
                        : new Event.Take(actor, object.getAsInt());
            }
        }
        return Plot.moveOf(actor, world, random);
    }

    /** In a world where no object's place is known, an event after which one is known or one event away from it. */
    private static Event towardsAnswer(World world, RandomGenerator random) {
        OptionalInt held = Choice.among(world.objects(), object -> world.holder(object) != World.NOBODY, random);
        if (held.isPresent()) {
            return Plot.moveOf(world.holder(held.getAsInt()), world, random);
        }
        OptionalInt reachable = Choice.among(
                world.objects(),
                object -> IntStream.range(0, world.people()).anyMatch(knownTakers(world, object)),
                random);
        if (reachable.isPresent()) {
            int object = reachable.getAsInt();
            int taker = Choice.among(world.people(), knownTakers(world, object), random)
                    .orElseThrow();
            return new Event.Take(taker, object);
        }
        int object = random.nextInt(world.objects());
        Event.Take take = new Event.Take(random.nextInt(world.people()), object);
        return take.isPossibleIn(world) ? take : new Event.Move(take.person(), world.placeOfObject(object));
    }

    /** The people who can take the object and whose place has been told. */
    private static IntPredicate knownTakers(World world, int object) {
        return person -> isTold(world, person) && new Event.Take(person, object).isPossibleIn(world);
    }

    private static boolean isAnyObjectKnown(World world) {
        for (int object = 0; object < world.objects(); object++) {
            if (world.placeSentenceOfObject(object) != World.UNTOLD) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTold(World world, int person) {
        return world.placeSentenceOfPerson(person) != World.UNTOLD;
    }
}
