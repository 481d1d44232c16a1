package org.memn2n.benchmarks.epochs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.memn2n.benchmarks.PlantedBackend;
import org.memn2n.benchmarks.work.NotVerifiedException;
import org.memn2n.data.Answers;
import org.memn2n.data.BabiReader;
import org.memn2n.data.Example;
import org.memn2n.data.simulation.SimulationSettings;
import org.memn2n.data.simulation.StorySimulator;
import org.memn2n.data.simulation.StoryTask;
import org.memn2n.ops.Backend;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;

/** Epochs of simulated stories. */
class EpochBenchmarkTest {
    private static List<Example> examples() throws IOException {
        StoryTask task = StoryTask.SINGLE_FACT;
        StringBuilder text = new StringBuilder();
        new StorySimulator(SimulationSettings.of(task).withStories(20).withSeed(1)).write(text);
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return BabiReader.read(new ByteArrayInputStream(bytes), "simulated", task.number(), Answers.REQUIRED);
    }

    /** Rounds that were there whenever there were new results. */
    private final List<Integer> roundsSeen = new ArrayList<>();

    private List<EpochMeasurement> run(Backend backend) throws IOException {
        return new EpochBenchmark("simulated", examples(), 5, 2, line -> {})
                .run(
                        List.of(new EpochBenchmark.Entry("x", 1, () -> backend)),
                        soFar -> soFar.forEach(m -> roundsSeen.add(m.rounds().size())));
    }

    @Test
    void everyEpochAfterTheFirstIsTimed() throws IOException {
        List<EpochMeasurement> measurements = run(new ScalarBackend(Precision.SINGLE));
        assertThat(measurements).singleElement().satisfies(m -> {
            assertThat(m.epochs()).isEqualTo(2 * 4);
            assertThat(m.rounds()).hasSize(2);
            assertThat(m.examples()).isEqualTo(90);
            assertThat(m.examplesPerSecond()).isCloseTo(90 * m.epochsPerSecond(), within(1e-6));
        });
        assertThat(roundsSeen).containsExactly(1, 2);
        assertThat(EpochBenchmark.table(measurements)).contains("| memn2n x | simulated | 1 |");
    }

    @Test
    void aTrainingThatIsNotRightIsNotTimed() {
        assertThatThrownBy(() -> run(new PlantedBackend("update")))
                .isInstanceOf(NotVerifiedException.class)
                .hasMessageContaining("loss of the first epoch");
    }
}
