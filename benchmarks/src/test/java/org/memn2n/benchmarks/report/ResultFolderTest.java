package org.memn2n.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.io.Json;

/** What is written, and what is refused. */
class ResultFolderTest {
    private static final Made MADE = new Made("abc", false, "a machine", "a Java", "2026-11-22T00:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    private static Measurement measurement(String device) {
        return new Measurement(
                MADE,
                "memn2n x",
                device,
                "S",
                "train",
                2,
                10,
                30,
                0.5,
                0.4,
                0.45,
                0.8,
                64_000,
                List.of(0.5, 0.6, 0.4),
                new Measurement.Checked("the reference", "loss", 1e-7, 1e-5),
                null,
                null);
    }

    private static Measurement peer(double... rounds) {
        Measurement ours = measurement("x");
        return new Measurement(
                MADE,
                "torch tied",
                "CPU",
                "S",
                "train",
                2,
                1,
                3,
                1,
                1,
                1,
                1,
                32,
                Arrays.stream(rounds).boxed().toList(),
                ours.checked(),
                null,
                null);
    }

    @Test
    void aRatioIsTheMedianOfTheRounds() {
        Measurement ours = measurement("x");
        Measurement with = ours.with(ours.ratioTo(peer(1.0, 1.2, 1.2)));
        assertThat(with.ratio()).isEqualTo(new Measurement.Ratio("torch tied", 2, 2, 1.2 / 0.4));
        assertThat(Table.of(List.of(with)))
                .contains("| S | train | 2 | memn2n x | 64,000 | 0.500 | 0.400 | 0.450 to 0.800 |")
                .contains("| 2.00 (2.00 to 3.00) of torch tied | 1e-07 |")
                .doesNotContain("Provisional");
        assertThat(ours.withFloor(0.25).floor()).isEqualTo(new Measurement.Floor(0.25, 0.5));
    }

    @Test
    void whatIsKeptGoesIntoANewFolderOfTheDay() throws IOException {
        Path first = ResultFolder.free(folder, "babi-1k");
        assertThat(first.getParent()).isEqualTo(folder);
        assertThat(first.getFileName().toString()).matches("\\d{4}-\\d\\d-\\d\\d-babi-1k");
        Files.createDirectories(first);
        assertThat(ResultFolder.free(folder, "babi-1k")).isEqualTo(Path.of(first + "-2"));
        Files.createDirectories(Path.of(first + "-2"));
        assertThat(ResultFolder.free(folder, "babi-1k")).isEqualTo(Path.of(first + "-3"));
        assertThat(ResultFolder.kept(null, "ptb").path().toString())
                .startsWith(Path.of("docs", "results").toString())
                .contains("-ptb");
        assertThat(ResultFolder.kept(folder, "ptb").path()).isEqualTo(folder);
    }

    @Test
    void writesLinesThatCanBeReadAndATable() throws IOException {
        String shown = ResultFolder.at(folder).write("networks", List.of(measurement("cuda:0 (A GPU)")), "a table");
        assertThat(shown).isEqualTo("a table");
        assertThat(folder.resolve("networks.md")).hasContent("a table");
        String line = Files.readString(folder.resolve("networks.jsonl")).strip();
        assertThat(Json.line(measurement("cuda:0 (A GPU)"))).isEqualTo(line);
    }

    @Test
    void theStandInIsMarkedAndNeverKept() {
        List<Measurement> standIn = List.of(measurement("cuda:0 (CPU stand-in, compute capability 7.5)"));
        assertThat(ResultFolder.at(folder).write("networks", standIn, "a table"))
                .startsWith("**No timings of a GPU");
        assertThat(folder.resolve("networks.jsonl")).doesNotExist();
        assertThat(folder.resolve("networks-stand-in.jsonl")).exists();
        ResultFolder kept = ResultFolder.at(folder.resolve("results/2026"));
        assertThatThrownBy(() -> kept.write("networks", standIn, "a table")).hasMessageContaining("stand-in");
        assertThat(folder.resolve("results")).doesNotExist();
    }

    @Test
    void withoutALauncherAMeasurementIsProvisional() {
        assertThat(Made.here().commit()).isEqualTo("unknown");
        assertThat(Made.here().provisional()).isTrue();
    }
}
