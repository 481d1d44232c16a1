package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.io.Json;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.train.TrainingListener.EpochReport;
import org.memn2n.train.TrainingListener.RestartReport;

class TrainingLogTest {
    @TempDir
    private Path folder;

    @Test
    void holdsALineForEachEpochAndRestartAndGrows() throws IOException {
        Path file = folder.resolve("training.jsonl");
        TrainedModel model = train(file);
        List<String> lines = Files.readAllLines(file);

        assertThat(lines).hasSize(4);
        for (int epoch = 0; epoch < 3; epoch++) {
            EpochReport report = Json.parse(lines.get(epoch), EpochReport.class, "line " + epoch);
            assertThat(report.phase()).isEqualTo(epoch == 0 ? Phase.LINEAR : Phase.SOFTMAX);
            assertThat(report.examplesPerSecond()).isPositive();
        }
        assertThat(Json.parse(lines.get(3), RestartReport.class, "line 3")).isEqualTo(model.report());

        train(file);
        assertThat(Files.readAllLines(file)).hasSize(8).startsWith(lines.toArray(new String[0]));
    }

    @Test
    void aLineThatAKilledProcessLeftWithoutItsEndIsWrittenAnew() throws IOException {
        Path file = folder.resolve("training.jsonl");
        train(file);
        List<String> lines = Files.readAllLines(file);
        for (String left : List.of("{\"job\":\"é", lines.get(0))) {
            Files.writeString(file, lines.get(0) + "\n" + left);
            train(file);
            assertThat(Files.readAllLines(file)).hasSize(5);
            for (String line : Files.readAllLines(file).subList(0, 4)) {
                assertThat(Json.parse(line, EpochReport.class, line).epoch()).isPositive();
            }
        }
    }

    private static TrainedModel train(Path file) throws IOException {
        try (Backend backend = Backends.open("scalar");
                TrainingLog log = new TrainingLog(file)) {
            return new Training(backend, 1, log, new StopSignal())
                    .run(List.of(Small.job(Small.training().build(), null)))
                    .get(0);
        }
    }

    @Test
    void needsItsFolder() {
        assertThatThrownBy(() -> new TrainingLog(folder.resolve("nowhere").resolve("training.jsonl")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
