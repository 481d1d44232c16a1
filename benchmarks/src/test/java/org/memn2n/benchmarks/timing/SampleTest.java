package org.memn2n.benchmarks.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a list of times. */
class SampleTest {
    @Test
    void quantilesAreThoseOfTheSortedTimes() {
        Sample sample = new Sample(7, List.of(5.0, 1.0, 3.0, 2.0, 4.0));
        assertThat(sample.minimum()).isEqualTo(1);
        assertThat(sample.median()).isEqualTo(3);
        assertThat(sample.quantile(0.1)).isEqualTo(1.4);
        assertThat(sample.quantile(1)).isEqualTo(5);
        assertThat(new Sample(1, List.of(1.0, 2.0, 4.0, 8.0)).median()).isEqualTo(3);
    }

    @Test
    void severalArePooled() {
        Sample pooled = Sample.pooled(List.of(new Sample(3, List.of(1.0, 2.0)), new Sample(3, List.of(9.0))));
        assertThat(pooled).isEqualTo(new Sample(3, List.of(1.0, 2.0, 9.0)));
    }

    @Test
    void noTimesAreAnError() {
        assertThatThrownBy(() -> new Sample(1, List.of())).hasMessageContaining("no sample");
    }
}
