package org.memn2n.benchmarks.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.memn2n.benchmarks.PlantedBackend;
import org.memn2n.benchmarks.work.NotVerifiedException;
import org.memn2n.ops.Backend;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;

class StoryBenchmarkTest {
    private static List<StoryMeasurement> run(Backend backend) {
        return new StoryBenchmark(8, 2, 0.01).run("x", backend, 12);
    }

    @Test
    void everyCallIsTimed() {
        try (Backend backend = new ScalarBackend(Precision.SINGLE)) {
            List<StoryMeasurement> measurements = run(backend);
            assertThat(measurements).hasSize(5).allSatisfy(m -> {
                assertThat(m.median()).isPositive();
                assertThat(m.samples()).isGreaterThanOrEqualTo(2);
                assertThat(m.checked().difference()).isBetween(0.0, 1e-5);
            });
            assertThat(measurements.get(0).timesWhole()).isEqualTo(1);
            assertThat(StoryBenchmark.table(measurements)).contains("| x | 12 | 8 | Story.append and answer | ");
        }
    }

    @Test
    void anAnswerThatIsNotRightIsNotTimed() {
        assertThatThrownBy(() -> run(new PlantedBackend("copyRows")))
                .isInstanceOf(NotVerifiedException.class)
                .hasMessageContaining("a story of 12 sentences differs");
    }
}
