package org.memn2n.data.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.memn2n.data.exchange.WordStatistics.Fact;
import org.memn2n.random.RandomStreams;

class FactCountsTest {
    private static final Fact FACT = new Fact("after", "kitchen");

    /** Stories of so many occurrences each, in all or none of which the fact holds, with this probability. */
    private static FactCounts counts(int stories, int occurrences, double probability, RandomGenerator random) {
        FactCounts counts = new FactCounts();
        for (int story = 0; story < stories; story++) {
            boolean holds = random.nextDouble() < probability;
            for (int i = 0; i < occurrences; i++) {
                counts.add(holds ? Set.of(FACT) : Set.of());
            }
            counts.endStory();
        }
        return counts;
    }

    @Test
    void equalFrequenciesDifferAsOftenAsChanceHasItHoweverOftenAStoryRepeatsItself() {
        for (int occurrences : new int[] {1, 7}) {
            SummaryStatistics squares = new SummaryStatistics();
            for (int seed = 0; seed < 2000; seed++) {
                RandomGenerator random = RandomStreams.of(seed, occurrences);
                double difference = counts(60, occurrences, 0.3, random)
                        .difference(FACT, counts(90, occurrences, 0.3, random), FACT);
                squares.addValue(difference * difference);
            }
            assertThat(squares.getMean())
                    .as("mean square of a standard normal number, %d occurrences a story", occurrences)
                    .isCloseTo(1, within(0.12));
        }
    }

    @Test
    void otherFrequenciesDiffer() {
        RandomGenerator random = RandomStreams.of(3);
        FactCounts rare = counts(200, 3, 0.1, random);
        FactCounts often = counts(200, 3, 0.5, random);
        assertThat(rare.difference(FACT, often, FACT)).isGreaterThan(5);
        assertThat(rare.frequency(FACT)).isCloseTo(0.1, within(0.06));
        assertThat(rare.facts("kitchen")).containsExactly(FACT);
        assertThat(rare.facts("garden")).isEmpty();
    }

    @Test
    void aWordThatNeverOccursDiffersFromOneThatDoes() {
        FactCounts none = new FactCounts();
        FactCounts some = counts(10, 1, 1, RandomStreams.of(1));
        assertThat(none.difference(FACT, some, FACT)).isInfinite();
        assertThat(some.difference(FACT, none, FACT)).isInfinite();
        assertThat(none.difference(FACT, new FactCounts(), FACT)).isZero();
    }
}
