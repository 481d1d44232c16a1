package org.memn2n.benchmarks.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Warm-up, length of samples and their order, by a clock of our own. */
class SamplerTest {
    private long now;
    private final Sampler sampler = new Sampler(3, () -> now);
    private final List<String> order = new ArrayList<>();

    /** Something whose step takes so long once it is warm, and four times as long until it has run for 0.3 s. */
    private Timed timed(String name, double milliseconds) {
        double[] ran = new double[1];
        return steps -> {
            order.add(name);
            for (int step = 0; step < steps; step++) {
                double took = milliseconds * (ran[0] < 300 ? 4 : 1);
                ran[0] += took;
                now += (long) (1e6 * took);
            }
        };
    }

    @Test
    void aSampleIsAsManyStepsAsLastTwentyMillisecondsAndSeesNoWarmUp() {
        Sample sample =
                sampler.sample(List.of(sampler.warmUp(timed("a", 0.5))), 1).get(0);
        assertThat(sample.steps()).isEqualTo(40);
        assertThat(sample.milliseconds()).allSatisfy(time -> assertThat(time).isCloseTo(0.5, within(1e-9)));
        assertThat(sample.milliseconds()).hasSize(50);
    }

    @Test
    void slowStepsAreSampledOneByOneAndAtLeastFiveTimes() {
        Sample sample =
                sampler.sample(List.of(sampler.warmUp(timed("a", 900))), 1).get(0);
        assertThat(sample.steps()).isEqualTo(1);
        assertThat(sample.milliseconds()).hasSize(5);
    }

    @Test
    void contendersTakeTurns() {
        List<Sampler.Warm> warm = List.of(sampler.warmUp(timed("a", 1)), sampler.warmUp(timed("b", 100)));
        order.clear();
        List<Sample> samples = sampler.sample(warm, 0.5);
        assertThat(String.join("", order)).matches("(ab)+");
        assertThat(samples.get(0).median()).isCloseTo(1, within(1e-9));
        assertThat(samples.get(1).median()).isCloseTo(100, within(1e-9));
    }

    @Test
    void tooFastToMeasureIsNoDivisionByZero() {
        Sample sample = sampler.sample(List.of(sampler.warmUp(steps -> now += 10_000)), 1e-6)
                .get(0);
        assertThat(sample.steps()).isEqualTo(1_000_000);
        assertThat(sample.median()).isPositive();
    }
}
