package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.Population;
import org.memn2n.random.SplitMix;

/**
 * What a story is made of.
 *
 * @param population how many things of each class may appear
 * @param sentences how many statements the story will have, without distractions
 * @param random where all its choices come from
 */
public record Scene(Population population, int sentences, SplitMix random) {
    /** The number of people. */
    int people() {
        return population.count(Noun.PERSON);
    }

    /** The number of places. */
    int places() {
        return population.count(Noun.PLACE);
    }

    /** So many different things of a class, in a random order. */
    int[] drawn(int count, Noun noun) {
        int[] all = new int[population.count(noun)];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            int from = i + random.below(all.length - i);
            drawn[i] = all[from];
            all[from] = all[i];
        }
        return drawn;
    }
}
