package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Answer;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.random.SplitMix;

/** Each kind of animal fears another, and somebody is of a kind. What does he or she fear? Both sentences answer. */
final class FearStory implements Story {
    private final int[] kinds;
    private final int[] feared;
    private final int[] people;
    /** For each of the people the index of a kind. */
    private final int[] kindOf;

    private final ToldFacts facts;
    private final SplitMix random;

    FearStory(Scene scene) {
        this.random = scene.random();
        int animals = scene.population().count(Noun.ANIMAL);
        int namedAtLeast = Math.min(scene.people(), scene.sentences() / 2);
        this.kinds = scene.drawn(Math.min(animals, scene.sentences() - namedAtLeast), Noun.ANIMAL);
        this.feared = new int[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            feared[i] = random.otherThan(kinds[i], animals);
        }
        this.people = scene.drawn(Math.min(scene.people(), scene.sentences() - kinds.length), Noun.PERSON);
        this.kindOf = new int[people.length];
        for (int i = 0; i < people.length; i++) {
            kindOf[i] = random.below(kinds.length);
        }
        this.facts = new ToldFacts(kinds.length + people.length, random);
    }

    @Override
    public Clause next(int line, int untilQuestion) {
        int fact = facts.next(line, untilQuestion);
        if (fact < kinds.length) {
            return SentenceKind.FEARS.of(kinds[fact], feared[fact]);
        }
        int person = fact - kinds.length;
        return SentenceKind.IS_A.of(people[person], kinds[kindOf[person]]);
    }

    @Override
    public Question ask() {
        int person = random.below(people.length);
        int kind = kindOf[person];
        return new Question(
                SentenceKind.WHAT_IS_FEARED.of(people[person]),
                Answer.of(feared[kind], facts.line(kinds.length + person), facts.line(kind)));
    }
}
