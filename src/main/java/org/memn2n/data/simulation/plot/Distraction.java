package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.Population;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.random.SplitMix;

/** Sentences about the things of a story that answer no question. */
public final class Distraction {
    private Distraction() {}

    /** One of them at random. */
    public static Clause among(Population population, SplitMix random) {
        int people = population.count(Noun.PERSON);
        if (people == 0) {
            return ofThings(population, random);
        }
        int person = random.below(people);
        int places = population.count(Noun.PLACE);
        int objects = population.count(Noun.OBJECT);
        return switch (random.below(3)) {
            case 0 ->
                places > 0
                        ? SentenceKind.PERSON_RECALLS.of(person, random.below(places))
                        : SentenceKind.PERSON_IDLES.of(person);
            case 1 ->
                objects > 0
                        ? SentenceKind.PERSON_SEES.of(person, random.below(objects))
                        : SentenceKind.PERSON_IDLES.of(person);
            default -> SentenceKind.PERSON_IDLES.of(person);
        };
    }

    private static Clause ofThings(Population population, SplitMix random) {
        if (population.count(Noun.FIGURE) > 0) {
            return SentenceKind.FIGURE_IDLES.of(random.below(population.count(Noun.FIGURE)));
        }
        if (population.count(Noun.CONTAINER) > 0) {
            return SentenceKind.CONTAINER_IDLES.of(random.below(population.count(Noun.CONTAINER)));
        }
        return SentenceKind.PLACE_IDLES.of(random.below(population.count(Noun.PLACE)));
    }
}
