package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Answer;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.data.simulation.world.Verdict;
import org.memn2n.data.simulation.world.World;
import org.memn2n.random.SplitMix;

/** Where is a person, or is the person in a place? The sentence of the person's last move answers. */
final class PersonInquiry implements Inquiry {
    private final boolean yesOrNo;

    PersonInquiry(boolean yesOrNo) {
        this.yesOrNo = yesOrNo;
    }

    @Override
    public int steps() {
        return 1;
    }

    @Override
    public boolean canAsk(World world, SplitMix random) {
        return world.toldPeople() > 0;
    }

    @Override
    public Clause approach(World world, SplitMix random) {
        return Events.move(random.below(world.people()), world, random);
    }

    @Override
    public Question ask(World world, SplitMix random) {
        int person =
                Choice.among(world.people(), candidate -> world.placeLineOfPerson(candidate) != World.UNTOLD, random);
        int place = world.placeOfPerson(person);
        int line = world.placeLineOfPerson(person);
        if (!yesOrNo) {
            return new Question(SentenceKind.WHERE_IS_PERSON.of(person), Answer.of(place, line));
        }
        boolean yes = random.chance(0.5);
        int asked = yes ? place : random.otherThan(place, world.places());
        return new Question(
                SentenceKind.IS_PERSON_IN.of(person, asked), Answer.of(yes ? Verdict.YES : Verdict.NO, line));
    }
}
