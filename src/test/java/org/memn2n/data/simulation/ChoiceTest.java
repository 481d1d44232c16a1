package org.memn2n.data.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.apache.commons.math3.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.memn2n.random.RandomStreams;

class ChoiceTest {
    private static final int DRAWS = 6000;

    private final RandomGenerator random = RandomStreams.of(21);

    @Test
    void everyAllowedNumberHasTheSameChance() {
        int[] drawn = new int[9];
        for (int i = 0; i < DRAWS; i++) {
            drawn[Choice.among(9, number -> number % 4 == 0, random).orElseThrow()]++;
        }
        assertShares(drawn, 0, 4, 8);
    }

    @Test
    void everyOtherNumberHasTheSameChance() {
        for (int excluded = 0; excluded < 4; excluded++) {
            int[] drawn = new int[4];
            for (int i = 0; i < DRAWS; i++) {
                drawn[Choice.otherThan(excluded, 4, random)]++;
            }
            assertShares(drawn, (excluded + 1) % 4, (excluded + 2) % 4, (excluded + 3) % 4);
        }
    }

    @Test
    void nothingAllowedIsNoChoice() {
        assertThat(Choice.among(5, number -> false, random)).isEqualTo(OptionalInt.empty());
        assertThat(Choice.among(0, number -> true, random)).isEqualTo(OptionalInt.empty());
    }

    private static void assertShares(int[] drawn, int... expected) {
        int sum = 0;
        for (int number : expected) {
            assertThat(drawn[number]).as("draws of %s, seed 21", number).isBetween(1800, 2200);
            sum += drawn[number];
        }
        assertThat(sum).isEqualTo(DRAWS);
    }
}
