package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Answer;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.random.SplitMix;

/**
 * Animals of a kind have one colour, and of some the colour is not told. Which colour has one of those? Three sentences
 * answer: its kind, another of that kind, and the other's colour.
 */
final class ColourStory implements Story {
    /** One in so many animals has a colour that is not told. */
    private static final int TOLD_FOR_EACH_UNTOLD = 5;

    private final int[] people;
    private final int[] kindOf;
    private final int[] colourOf;
    /** The first of the people, whose colours are not told; each is of the kind of the one so many places on. */
    private final int untold;

    private final ToldFacts facts;
    private final SplitMix random;

    ColourStory(Scene scene) {
        this.random = scene.random();
        int present = Math.min(scene.people(), (scene.sentences() + 1) / 2);
        this.people = scene.drawn(present, Noun.PERSON);
        this.untold = Math.max(1, present / TOLD_FOR_EACH_UNTOLD);
        int animals = scene.population().count(Noun.ANIMAL);
        int[] colourOfKind = new int[animals];
        for (int kind = 0; kind < animals; kind++) {
            colourOfKind[kind] = random.below(scene.population().count(Noun.COLOUR));
        }
        this.kindOf = new int[present];
        this.colourOf = new int[present];
        for (int i = 0; i < present; i++) {
            kindOf[i] = i >= untold && i < 2 * untold ? kindOf[i - untold] : random.below(animals);
            colourOf[i] = colourOfKind[kindOf[i]];
        }
        this.facts = new ToldFacts(2 * present - untold, random);
    }

    @Override
    public Clause next(int line, int untilQuestion) {
        int fact = facts.next(line, untilQuestion);
        if (fact < people.length) {
            return SentenceKind.IS_A.of(people[fact], kindOf[fact]);
        }
        int coloured = fact - people.length + untold;
        return SentenceKind.HAS_COLOUR.of(people[coloured], colourOf[coloured]);
    }

    @Override
    public Question ask() {
        int asked = random.below(untold);
        int alike = asked + untold;
        return new Question(
                SentenceKind.WHICH_COLOUR.of(people[asked]),
                Answer.of(
                        colourOf[asked],
                        facts.line(asked),
                        facts.line(alike),
                        facts.line(people.length + alike - untold)));
    }
}
