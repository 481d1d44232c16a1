package org.memn2n.benchmarks.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.benchmarks.report.Origin;
import org.memn2n.train.TrainingListener.RestartReport;

class RecipeResultTest {
    private static final Recipe PE = PaperTable.oneThousand().get(1);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    /** A restart with this training error whose test had so many of 1,000 answers wrong. */
    private static RestartLine line(int task, int restart, double trainingError, long wrong) {
        RestartReport report = new RestartReport("qa" + task, restart, 100, trainingError, 0.5, 0.3, 0.9);
        return new RestartLine(
                Made.here(), "test", PE.id(), 1, report, List.of(new RestartLine.TaskError(task, wrong, 1000)));
    }

    @Test
    void choosesByTrainingAndNeverByTheTest() {
        List<RestartLine> lines =
                List.of(line(2, 1, 0.2, 10), line(2, 2, 0.1, 300), line(2, 3, 0.4, 50), line(1, 1, 0, 0));
        RecipeResult result = RecipeResult.of(PE, lines, 3, 12);

        assertThat(result.tasks()).as("task 1 lacks restarts").containsOnlyKeys(2);
        RecipeResult.Task task = Objects.requireNonNull(result.tasks().get(2));
        assertThat(task.chosen()).isEqualTo(30);
        assertThat(task.restart()).isEqualTo("qa2, restart 2");
        assertThat(task.mean()).isCloseTo(12, within(1e-9));
        assertThat(task.deviation()).isCloseTo(Math.sqrt((11 * 11 + 18 * 18 + 7 * 7) / 2.0), within(1e-9));
        assertThat(result.mean()).isEqualTo(30);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.paperMean()).as("over the same tasks").isEqualTo(21.6);
        assertThat(result.paperFailed()).isEqualTo(1);
    }

    @Test
    void aTaskAtFivePercentHasNotFailed() {
        assertThat(RecipeResult.of(PE, List.of(line(1, 1, 0, 50)), 1, 0).failed())
                .isZero();
        assertThat(RecipeResult.of(PE, List.of(line(1, 1, 0, 51)), 1, 0).failed())
                .isEqualTo(1);
    }

    @Test
    void aFolderKeepsEachRestartOnceWhateverInterruptsIt() throws IOException {
        RecipeFolder kept = new RecipeFolder(folder);
        assertThat(kept.restarts()).isEmpty();
        kept.add(line(1, 1, 0.1, 7));
        kept.add(line(1, 2, 0.1, 8));
        kept.add(new RecipeFolder.Spent(3));
        Files.writeString(folder.resolve("restarts.jsonl"), "{\"made\":{\"comm", StandardOpenOption.APPEND);

        assertThat(kept.restarts()).hasSize(2);
        kept.add(line(1, 2, 0.1, 8));
        kept.add(line(1, 3, 0.1, 9));
        kept.add(new RecipeFolder.Spent(4.5));
        assertThat(kept.restarts())
                .extracting(line -> line.tests().get(0).wrong())
                .containsExactly(7L, 8L, 9L);
        assertThat(kept.seconds()).isEqualTo(7.5);
    }

    @Test
    void theReportSaysWhatWasNotRun() {
        RecipeResult run = RecipeResult.of(PE, List.of(line(1, 1, 0, 13), line(3, 1, 0, 500)), 1, 90);
        RecipeResult missing = RecipeResult.of(PaperTable.oneThousand().get(0), List.of(), 1, 0);
        String text = BabiReport.of(List.of(missing, run), 1, List.of(line(1, 1, 0, 13), line(3, 1, 0, 500)));

        assertThat(text)
                .contains("| PE | 25.7 | 32.2 | 1 | 1 | 25.7 | 2 | 90 s |")
                .contains("| 1 | 1.3 (0.1) |")
                .contains("| 3 | 50.0 (64.2) |")
                .contains("Not run: BoW.");
    }

    @Test
    void theReportSaysWhereEachResultComesFrom() {
        Made first = new Made("aaa", false, "machine", "java", "2026-01-02T00:00:00Z");
        Made later = new Made("aaa", false, "machine", "java", "2026-01-03T00:00:00Z");
        Made other = new Made("bbb", true, "machine", "java", "2026-01-01T00:00:00Z");
        Origin one = new Origin(later, "simd");

        assertThat(Origin.of(List.of())).isEqualTo("No result yet.\n\n");
        assertThat(Origin.of(List.of(one))).isEqualTo("Commit aaa, simd, machine, java, 2026-01-03T00:00:00Z.\n\n");
        assertThat(Origin.of(List.of(one, new Origin(first, "simd"))))
                .isEqualTo("Commit aaa, simd, machine, java, 2026-01-02T00:00:00Z to 2026-01-03T00:00:00Z.\n\n");
        assertThat(Origin.of(
                        List.of(new Origin(first, "simd"), one, new Origin(other, "simd"), new Origin(first, "cuda"))))
                .startsWith("**Provisional")
                .contains(
                        "\n- 2 of 4: Commit aaa, simd, machine, java, 2026-01-02T00:00:00Z to 2026-01-03T00:00:00Z\n",
                        "\n- 1 of 4: provisional, Commit bbb, simd, machine, java, 2026-01-01T00:00:00Z\n",
                        "\n- 1 of 4: Commit aaa, cuda, ");
        RestartLine line =
                new RestartLine(first, "another", PE.id(), 1, line(1, 1, 0, 13).report(), List.of());
        assertThat(BabiReport.of(List.of(), 1, List.of(line))).contains("Commit aaa, another, machine, ");
    }
}
