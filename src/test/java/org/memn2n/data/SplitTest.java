package org.memn2n.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.memn2n.random.RandomStreams;

class SplitTest {
    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @CsvSource({"0, 0.1, 0", "1, 0.1, 0", "5, 0.1, 1", "14, 0.1, 1", "1000, 0.1, 100", "7, 0, 0", "7, 1, 7"})
    void holdsOutTheRoundedFractionAndLosesNothing(int count, double fraction, int held) {
        for (Validation which : Validation.values()) {
            Split<Integer> split = Split.of(numbers(count), fraction, which, RandomStreams.of(3));

            assertThat(split.validation()).hasSize(held).isSorted();
            assertThat(split.training()).hasSize(count - held).isSorted();
            List<Integer> all = new ArrayList<>(split.training());
            all.addAll(split.validation());
            assertThat(all).containsExactlyInAnyOrderElementsOf(numbers(count));
        }
    }

    @Test
    void lastTakesTheLastAndDrawsNothing() {
        RandomGenerator random = RandomStreams.of(4);

        assertThat(Split.of(numbers(10), 0.3, Validation.LAST, random).validation())
                .containsExactly(7, 8, 9);
        assertThat(random.nextLong()).isEqualTo(RandomStreams.of(4).nextLong());
    }

    @Test
    void randomDependsOnTheStreamOnly() {
        List<Integer> first = Split.of(numbers(100), 0.2, Validation.RANDOM, RandomStreams.of(1))
                .validation();

        assertThat(Split.of(numbers(100), 0.2, Validation.RANDOM, RandomStreams.of(1))
                        .validation())
                .isEqualTo(first);
        assertThat(Split.of(numbers(100), 0.2, Validation.RANDOM, RandomStreams.of(2))
                        .validation())
                .isNotEqualTo(first);
    }

    @Test
    void refusesOtherFractions() {
        for (double fraction : new double[] {-0.1, 1.5, Double.NaN}) {
            assertThatThrownBy(() -> Split.of(numbers(3), fraction, Validation.LAST, RandomStreams.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("fraction " + fraction);
        }
    }
}
