package org.memn2n.ops.simd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who counts as being at work, tick by tick. */
class PresenceTest {
    private final Presence presence = new Presence(9);
    private final Presence.Mark one = new Presence.Mark();
    private final Presence.Mark two = new Presence.Mark();

    @Test
    void countsThoseOfThisTickAndTheOneBefore() {
        assertThat(presence.mark(one, 10)).isEqualTo(1);
        assertThat(presence.mark(one, 10)).as("once").isEqualTo(1);
        assertThat(presence.mark(two, 10)).isEqualTo(2);
        assertThat(presence.mark(one, 11)).as("two was here a tick ago").isEqualTo(2);
        assertThat(presence.mark(one, 12)).as("two is gone").isEqualTo(1);
        assertThat(presence.mark(two, 20)).as("all were gone").isEqualTo(1);
    }

    /** Clocks of two processors may differ by a tick. */
    @Test
    void aLateTickCountsInTheLatest() {
        assertThat(presence.mark(one, 12)).isEqualTo(1);
        assertThat(presence.mark(two, 11)).isEqualTo(2);
        assertThat(presence.mark(one, 13)).isEqualTo(2);
    }

    @Test
    void ticksMayWrapAround() {
        Presence late = new Presence(Integer.MAX_VALUE - 1);
        assertThat(late.mark(one, Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(late.mark(two, Integer.MAX_VALUE)).isEqualTo(2);
        assertThat(late.mark(one, Integer.MIN_VALUE)).isEqualTo(2);
    }
}
