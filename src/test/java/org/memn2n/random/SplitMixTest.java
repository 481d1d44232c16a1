package org.memn2n.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SplitMixTest {
    private static final int DRAWS = 60_000;

    @Test
    void equalKeysGiveEqualStreamsAndOthersOthers() {
        Set<Long> streams = new HashSet<>();
        for (long first = 0; first < 20; first++) {
            for (long second = 0; second < 20; second++) {
                assertThat(start(SplitMix.of(first, second))).isEqualTo(start(SplitMix.of(first, second)));
                streams.add(start(SplitMix.of(first, second)));
            }
            streams.add(start(SplitMix.of(first)));
        }
        assertThat(streams).hasSize(420);
    }

    private static long start(SplitMix stream) {
        return (long) stream.below(Integer.MAX_VALUE) << Integer.SIZE | stream.below(Integer.MAX_VALUE);
    }

    /** Data sets depend on these numbers: make a change knowingly. */
    @Test
    void theStreamsStayAsTheyAre() {
        SplitMix stream = SplitMix.of(1, 2, 3);
        assertThat(new int[] {stream.below(1000), stream.below(1000), stream.below(1000)})
                .containsExactly(890, 123, 483);
    }

    @Test
    void everyNumberHasTheSameChance() {
        SplitMix stream = SplitMix.of(7);
        int[] drawn = new int[6];
        int[] others = new int[6];
        int happened = 0;
        for (int i = 0; i < DRAWS; i++) {
            drawn[stream.below(6)]++;
            others[stream.otherThan(2, 6)]++;
            happened += stream.chance(0.3) ? 1 : 0;
        }
        for (int number = 0; number < 6; number++) {
            assertThat(drawn[number]).as("draws of %d, seed 7", number).isBetween(9_500, 10_500);
            if (number == 2) {
                assertThat(others[number]).isZero();
            } else {
                assertThat(others[number]).as("draws of %d, seed 7", number).isBetween(11_500, 12_500);
            }
        }
        assertThat(happened).isBetween(17_500, 18_500);
    }
}
