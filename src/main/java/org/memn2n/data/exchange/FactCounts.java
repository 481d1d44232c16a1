package org.memn2n.data.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.memn2n.data.exchange.WordStatistics.Fact;

/**
 * The occurrences of a word in one view, and in how many of them each fact holds. Occurrences in one story depend on each
 * other, so what is kept lets the variance be that of a sample of stories, not of occurrences.
 */
final class FactCounts {
    /** Of one fact, with x how often it holds in a story and n how often the word occurs there. */
    private static final class Sums {
        private long held; // sum of x
        private double squares; // sum of x * x
        private double products; // sum of x * n
    }

    private static final Sums NONE = new Sums();

    private final Map<Fact, Sums> facts = new HashMap<>();
    private final Map<String, List<Fact>> byOther = new HashMap<>();
    private long occurrences; // sum of n
    private double squares; // sum of n * n
    private int stories;

    private final Map<Fact, Integer> inStory = new HashMap<>();
    private int occurrencesInStory;

    /** An occurrence of the word in this story, and what holds there. */
    void add(Set<Fact> held) {
        occurrencesInStory++;
        held.forEach(fact -> inStory.merge(fact, 1, Integer::sum));
    }

    /** What comes next is another story. */
    void endStory() {
        inStory.forEach((fact, x) -> {
            Sums sums = facts.computeIfAbsent(fact, key -> {
                byOther.computeIfAbsent(fact.other(), other -> new ArrayList<>())
                        .add(fact);
                return new Sums();
            });
            sums.held += x;
            sums.squares += (double) x * x;
            sums.products += (double) x * occurrencesInStory;
        });
        stories++;
        occurrences += occurrencesInStory;
        squares += (double) occurrencesInStory * occurrencesInStory;
        inStory.clear();
        occurrencesInStory = 0;
    }

    /** In how many stories it occurs. */
    int stories() {
        return stories;
    }

    /** The facts that hold at least once. */
    Set<Fact> facts() {
        return facts.keySet();
    }

    /** Those that name this word. */
    List<Fact> facts(String other) {
        return byOther.getOrDefault(other, List.of());
    }

    /** In what part of the occurrences the fact holds. */
    double frequency(Fact fact) {
        return (double) sums(fact).held / Math.max(1, occurrences);
    }

    /**
     * How many standard deviations the frequency of a fact here is from that of a fact there, were both the same in truth.
     * Infinite when there are occurrences on one side only, and 0 when there are none at all.
     */
    double difference(Fact fact, FactCounts other, Fact otherFact) {
        if (occurrences == 0 || other.occurrences == 0) {
            return occurrences == other.occurrences ? 0 : Double.POSITIVE_INFINITY;
        }
        double common = (double) (sums(fact).held + other.sums(otherFact).held) / (occurrences + other.occurrences);
        double variance = variance(fact, common) + other.variance(otherFact, common);
        double distance = Math.abs(frequency(fact) - other.frequency(otherFact));
        return distance == 0 ? 0 : distance / Math.sqrt(variance);
    }

    /** Of the frequency, when it is {@code common} in truth: the mean square over the stories. */
    private double variance(Fact fact, double common) {
        Sums sums = sums(fact);
        double deviations = sums.squares - 2 * common * sums.products + common * common * squares;
        return Math.max(0, deviations) / ((double) occurrences * occurrences);
    }

    private Sums sums(Fact fact) {
        return facts.getOrDefault(fact, NONE);
    }
}
