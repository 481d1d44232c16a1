package org.memn2n.data.simulation.plot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.memn2n.random.SplitMix;

class ChoiceTest {
    private static final int DRAWS = 6000;

    private final SplitMix random = SplitMix.of(21);

    @Test
    void everyAllowedNumberHasTheSameChance() {
        int[] drawn = new int[9];
        for (int i = 0; i < DRAWS; i++) {
            drawn[Choice.among(9, number -> number % 4 == 0, random)]++;
        }
        assertShares(drawn, 0, 4, 8);
    }

    @Test
    void amongManyAnAllowedOneIsFoundFromAnywhere() {
        int[] drawn = new int[9];
        for (int i = 0; i < DRAWS; i++) {
            drawn[Choice.among(300, number -> number % 100 == 8, random) / 100]++;
        }
        assertShares(drawn, 0, 1, 2);
    }

    @Test
    void nothingAllowedIsNoChoice() {
        assertThat(Choice.among(5, number -> false, random)).isEqualTo(Choice.NONE);
        assertThat(Choice.among(500, number -> false, random)).isEqualTo(Choice.NONE);
        assertThat(Choice.among(0, number -> true, random)).isEqualTo(Choice.NONE);
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
