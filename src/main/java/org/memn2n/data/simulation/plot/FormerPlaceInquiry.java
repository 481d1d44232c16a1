package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Answer;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.data.simulation.world.World;
import org.memn2n.random.SplitMix;

/**
 * Where was an object before it was, the last time, in a place? Three sentences answer: who held it, how that person
 * came to the place, and how to the one before. The latest journeys are remembered and asked for.
 */
final class FormerPlaceInquiry implements Inquiry {
    private static final int REMEMBERED = 32;

    private final Recent<Journey> journeys = new Recent<>(REMEMBERED);

    /** An object came from a place to another in somebody's hands; lines tell who held it and both moves. */
    private record Journey(int object, int from, int to, int handling, int arrival, int departure) {
        boolean isKnown() {
            return departure != World.UNTOLD;
        }

        boolean endsLike(Journey other) {
            return object == other.object && to == other.to;
        }
    }

    @Override
    public int steps() {
        return 3;
    }

    @Override
    public boolean canAsk(World world, SplitMix random) {
        for (int age = 0; age < journeys.size(); age++) {
            if (latestLike(journeys.get(age)).isKnown()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Clause approach(World world, SplitMix random) {
        int held = Events.held(holder -> world.placeLineOfPerson(holder) != World.UNTOLD, world, random);
        return held == Choice.NONE
                ? Events.takeOrComeNear(world, random)
                : Events.move(world.holder(held), world, random);
    }

    @Override
    public void happened(Clause event, int line, World world) {
        if (event.kind() != SentenceKind.MOVE) {
            return;
        }
        int person = event.first();
        for (int i = 0; i < world.heldBy(person); i++) {
            int object = world.objectHeldBy(person, i);
            journeys.add(new Journey(
                    object,
                    world.formerPlaceOfPerson(person),
                    event.second(),
                    world.handlingLine(object),
                    line,
                    world.formerPlaceLineOfPerson(person)));
        }
    }

    @Override
    public Question ask(World world, SplitMix random) {
        int chosen = Choice.among(
                journeys.size(), age -> latestLike(journeys.get(age)).isKnown(), random);
        Journey journey = latestLike(journeys.get(chosen));
        return new Question(
                SentenceKind.WHERE_WAS_OBJECT.of(journey.object(), journey.to()),
                Answer.of(journey.from(), journey.handling(), journey.arrival(), journey.departure()));
    }

    /** The last journey of the same object to the same place. */
    private Journey latestLike(Journey journey) {
        for (int age = 0; age < journeys.size(); age++) {
            if (journeys.get(age).endsLike(journey)) {
                return journeys.get(age);
            }
        }
        throw new IllegalStateException(journey + " is not remembered");
    }
}
