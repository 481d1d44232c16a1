package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.data.simulation.world.World;
import org.memn2n.random.SplitMix;

/** People move about, take objects along, hand them on and put them down. */
final class CarryingStory implements Story {
    private final World world;
    private final Inquiry inquiry;
    private final double handlingChance;
    private final double givingChance;
    private final SplitMix random;

    /**
     * A story about a world at random.
     *
     * @param handlingChance the chance that a person who can do something with an object does so
     * @param givingChance the chance that a person who could hand on an object does so rather than put it down
     */
    CarryingStory(Scene scene, Inquiry inquiry, double handlingChance, double givingChance) {
        this.random = scene.random();
        this.world =
                World.random(scene.people(), scene.places(), scene.population().count(Noun.OBJECT), random);
        this.inquiry = inquiry;
        this.handlingChance = handlingChance;
        this.givingChance = givingChance;
    }

    @Override
    public Clause next(int line, int untilQuestion) {
        boolean needed = untilQuestion <= inquiry.steps() && !inquiry.canAsk(world, random);
        Clause event = needed ? inquiry.approach(world, random) : anyEvent(untilQuestion);
        world.apply(event, line);
        inquiry.happened(event, line, world);
        return event;
    }

    private Clause anyEvent(int untilQuestion) {
        int actor = actor(untilQuestion);
        if (handlingChance == 0 || !random.chance(handlingChance)) {
            return Events.move(actor, world, random);
        }
        int held = world.heldBy(actor);
        int place = world.placeOfPerson(actor);
        int choices = held + world.lyingIn(place);
        if (choices == 0) {
            return Events.move(actor, world, random);
        }
        int chosen = random.below(choices);
        if (chosen >= held) {
            return SentenceKind.TAKE.of(actor, world.objectIn(place, chosen - held));
        }
        int object = world.objectHeldBy(actor, chosen);
        int receiver =
                givingChance > 0 && random.chance(givingChance) ? Events.companion(actor, world, random) : Choice.NONE;
        return receiver == Choice.NONE
                ? SentenceKind.DROP.of(actor, object)
                : SentenceKind.GIVE.of(actor, object, receiver);
    }

    /** Just before a question nobody acts whose place is unknown: what they do with an object makes known ones unknown. */
    private int actor(int untilQuestion) {
        int actor = random.below(world.people());
        boolean mayConfuse = handlingChance > 0 && world.placeLineOfPerson(actor) == World.UNTOLD;
        return untilQuestion == 1 && mayConfuse && world.toldPeople() > 0
                ? Choice.among(world.people(), other -> world.placeLineOfPerson(other) != World.UNTOLD, random)
                : actor;
    }

    @Override
    public Question ask() {
        return inquiry.ask(world, random);
    }
}
