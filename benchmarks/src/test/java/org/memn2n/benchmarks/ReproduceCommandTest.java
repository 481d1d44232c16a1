package org.memn2n.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.benchmarks.reproduce.LanguageScore;
import org.memn2n.benchmarks.reproduce.RecipeFolder;
import org.memn2n.benchmarks.reproduce.RestartLine;
import org.memn2n.data.Example;
import org.memn2n.data.TaskFiles;
import org.memn2n.data.simulation.SimulationSettings;
import org.memn2n.data.simulation.StorySimulator;
import org.memn2n.data.simulation.StoryTask;
import org.memn2n.io.Json;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.train.EnsembleEvaluation;
import org.memn2n.train.ModelFolder;
import org.memn2n.train.TrainedModel;

/** The whole way from task files to reports, on simulated stories. */
class ReproduceCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    private record Outcome(int exitCode, String out, String err) {}

    private static Outcome run(String line) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line.split(" ", -1));
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    private Path data() throws IOException {
        return data(StoryTask.SINGLE_FACT);
    }

    private Path data(StoryTask... tasks) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data/en"));
        for (int number = 1; number <= tasks.length; number++) {
            for (String purpose : List.of("train", "test")) {
                StringBuilder text = new StringBuilder();
                SimulationSettings settings = SimulationSettings.of(tasks[number - 1])
                        .withStories(purpose.equals("train") ? 20 : 4)
                        .withSeed(purpose.length());
                new StorySimulator(settings).write(text);
                Files.writeString(data.resolve("qa" + number + "_simulated_" + purpose + ".txt"), text);
            }
        }
        return data;
    }

    @Test
    void makesTheTableAndItsAttentionFromTaskFiles() throws IOException {
        String line = "reproduce babi --device scalar --columns pe --restarts 2 --data " + data() + " --work "
                + folder.resolve("work") + " --out " + folder.resolve("out");
        Outcome whole = run(line);
        assertThat(whole.exitCode()).as(whole.err()).isZero();
        assertThat(whole.err()).contains("qa1 restart 1", "qa1 restart 2", "2 of 2 done");
        Path report = folder.resolve("out");
        assertThat(Files.readString(report.resolve("README.md"))).contains("| PE | ", "| 1 | ", "(0.1) |");
        List<String> restarts = Files.readAllLines(report.resolve("restarts.jsonl"));
        assertThat(restarts).hasSize(2).allMatch(each -> each.contains("\"questions\":20}"));
        assertThat(report.resolve("mean-errors.png")).isNotEmptyFile();

        Outcome again = run(line);
        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).as("nothing is trained twice").doesNotContain("restart");
        assertThat(Files.readAllLines(report.resolve("restarts.jsonl"))).isEqualTo(restarts);
        Outcome seed = run(line + " --seed 2");
        assertThat(seed.exitCode()).isEqualTo(2);
        assertThat(seed.err()).contains("holds a training with other choices (seed 1, here 2)");

        Outcome attention = run("reproduce attention --device scalar --data " + data() + " --models "
                + folder.resolve("work/pe/models") + " --out " + folder.resolve("attention"));
        assertThat(attention.exitCode()).as(attention.err()).isZero();
        assertThat(Files.readString(folder.resolve("attention/README.md")))
                .contains("| task | answered right | hop 1 | hop 2 | hop 3 |", "## Task 1: simulated");
        assertThat(folder.resolve("attention/task-01.png")).isNotEmptyFile();
    }

    @Test
    void anotherSeedIsInEveryLine() throws IOException {
        Outcome seed = run("reproduce babi --device scalar --columns bow --restarts 1 --seed 7 --data " + data()
                + " --work " + folder.resolve("work") + " --out " + folder.resolve("out"));
        assertThat(seed.exitCode()).as(seed.err()).isZero();
        assertThat(seed.out()).contains("Seed 7, ");
        assertThat(Files.readAllLines(folder.resolve("out/restarts.jsonl")))
                .hasSize(1)
                .allMatch(each -> each.contains("\"seed\":7,"));
    }

    @Test
    void scoresTheNetworksOfARecipeTogether() throws IOException {
        Files.move(data(StoryTask.SINGLE_FACT, StoryTask.YES_NO), folder.resolve("data/en-10k"));
        String line = "reproduce babi --device scalar --columns 10k-retold --restarts 1 --data "
                + folder.resolve("data/en-10k") + " --work " + folder.resolve("work") + " --out "
                + folder.resolve("out");
        Outcome whole = run(line);
        assertThat(whole.exitCode()).as(whole.err()).isZero();
        assertThat(whole.out())
                .contains("| retold, 10k | ", "| retold, 10k, adjacent alone | ", "| retold, 10k, together | ")
                .doesNotContain("Not run");
        Path kept = folder.resolve("work/10k-retold/restarts.jsonl");
        List<String> lines = Files.readAllLines(kept);
        assertThat(lines).hasSize(6);
        assertThat(lines.get(4)).contains("\"job\":\"qa1-together\"", "{\"task\":1,", "\"questions\":20}");
        assertThat(lines.get(5)).contains("\"job\":\"qa2-together\"", "{\"task\":2,");
        requireScoresOfBoth(folder.resolve("work/10k-retold"));
        Outcome attention = run("reproduce attention --device scalar --variant en-10k --data "
                + folder.resolve("data/en-10k") + " --models " + folder.resolve("work/10k-retold/models") + " --out "
                + folder.resolve("attention"));
        assertThat(attention.exitCode()).as(attention.err()).isZero();
        for (String network : List.of("qa1-adjacent", "qa1-layer-wise")) {
            assertThat(folder.resolve("attention/task-01-" + network + ".png")).isNotEmptyFile();
            assertThat(attention.out()).contains("| 1, " + network + " |", ", by " + network + "\n");
        }

        assertThat(run(line).exitCode()).isZero();
        assertThat(Files.readAllLines(kept)).as("nothing is scored twice").isEqualTo(lines);
        Files.write(kept, lines.subList(0, 5));
        assertThat(run(line).err()).as("nothing is trained twice").doesNotContain("restart 1");
        List<String> again = Files.readAllLines(kept);
        assertThat(again).hasSize(6).startsWith(lines.subList(0, 5).toArray(new String[0]));
        assertThat(again.get(5)).contains("\"job\":\"qa2-together\"");

        Files.write(
                kept,
                again.stream()
                        .map(each -> each.replace("\"seed\":1,", "\"seed\":99,"))
                        .toList());
        remove(folder.resolve("work/10k-retold/models/qa2-adjacent"));
        assertThat(run(line).exitCode()).isZero();
        List<String> renewed = Files.readAllLines(kept);
        assertThat(renewed).hasSize(6);
        for (String each : renewed) {
            boolean old = each.contains("\"job\":\"qa1-") || each.contains("\"job\":\"qa2-layer-wise");
            assertThat(each)
                    .as("what a model came to that is no longer there")
                    .contains(old ? "\"seed\":99," : "\"seed\":1,");
        }
    }

    private static void remove(Path model) throws IOException {
        try (Stream<Path> files = Files.list(model)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(model);
    }

    /** Checks what a recipe's folder says of two networks together against their models. */
    private void requireScoresOfBoth(Path work) throws IOException {
        List<RestartLine> lines = new RecipeFolder(work).restarts();
        TaskFiles files = TaskFiles.open(folder.resolve("data/en-10k"), "en-10k");
        int differing = 0;
        try (Backend scalar = Backends.open("scalar")) {
            for (int task = 1; task <= 2; task++) {
                TrainedModel adjacent = new ModelFolder(work.resolve("models/qa" + task + "-adjacent")).load();
                TrainedModel layerWise = new ModelFolder(work.resolve("models/qa" + task + "-layer-wise")).load();
                List<Example> test = files.test(task);
                long wrong = EnsembleEvaluation.score(List.of(adjacent, layerWise), scalar, test)
                        .wrong();
                RestartLine together = lines.get(3 + task);
                assertThat(together.tests().get(0).wrong()).isEqualTo(wrong);
                assertThat(together.report().steps())
                        .isEqualTo(
                                adjacent.report().steps() + layerWise.report().steps())
                        .isPositive();
                for (TrainedModel alone : List.of(adjacent, layerWise)) {
                    differing += EnsembleEvaluation.score(List.of(alone), scalar, test)
                                            .wrong()
                                    == wrong
                            ? 0
                            : 1;
                    assertThat(together.report().trainingLoss())
                            .isNotEqualTo(alone.report().trainingLoss());
                }
            }
        }
        assertThat(differing).as("together is not the same as alone").isPositive();
    }

    @Test
    void trainsALanguageModelOnce() throws IOException {
        Path text = Files.createDirectories(folder.resolve("text"));
        for (String part : List.of("train", "valid", "test")) {
            Files.writeString(text.resolve("ptb." + part + ".txt"), "a b a c\n".repeat(part.equals("train") ? 30 : 5));
        }
        Path work = folder.resolve("ptb");
        String line = "reproduce ptb --device scalar --models 3-100 --data " + text + " --work " + work + " --out "
                + folder.resolve("out");
        Outcome nothing = run(line + " --report-only");
        assertThat(nothing.exitCode()).as(nothing.err()).isZero();
        assertThat(nothing.out()).contains("| 3 | 100 |  | 0 |  | 129 | not run | 122 | 0.0 h |");

        Outcome whole = run(line);
        assertThat(whole.exitCode()).as(whole.err()).isZero();
        assertThat(whole.err()).contains("model 3-100", "restart 1, epoch 1 of at most 100");
        assertThat(whole.out()).doesNotContain("not run", "not ended").contains("| 3 | 100 | 1, seed 1 | ");
        assertThat(folder.resolve("out/curves.png")).isNotEmptyFile();
        assertThat(folder.resolve("out/epochs.jsonl")).isNotEmptyFile();
        assertThat(run(line).err()).as("nothing is trained twice").doesNotContain("epoch 1 of");

        Outcome seed = run(line + " --seed 2");
        assertThat(seed.exitCode()).isEqualTo(2);
        assertThat(seed.err()).contains("holds a training with other choices (seed 1, here 2)");

        Files.delete(work.resolve("3-100/score.json"));
        assertThat(run(line + " --report-only").out())
                .contains("so far", "not ended")
                .doesNotContain("not run");
        Outcome wrong = run(line.replace("3-100", "9-9"));
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("no model 9-9; there are 3-100, 6-150, 7-200");
    }

    @Test
    void reportsTrainingsOfALanguageModelWithSeveralSeeds() throws IOException {
        Path text = Files.createDirectories(folder.resolve("text"));
        for (String part : List.of("train", "valid", "test")) {
            Files.writeString(text.resolve("ptb." + part + ".txt"), "a b a c\n".repeat(part.equals("train") ? 30 : 5));
        }
        String line =
                "reproduce ptb --device scalar --models 3-100,7-200 --data " + text + " --out " + folder.resolve("out");
        for (int seed = 1; seed <= 2; seed++) {
            Outcome training =
                    run(line.replace(",7-200", "") + " --seed " + seed + " --work " + folder.resolve("w" + seed));
            assertThat(training.exitCode()).as(training.err()).isZero();
            assertThat(training.out()).doesNotContain("| **");
        }
        String both = line + " --work " + folder.resolve("w2") + " --work " + folder.resolve("w1") + " --work "
                + folder.resolve("nothing");
        Outcome training = run(both);
        assertThat(training.exitCode()).isEqualTo(2);
        assertThat(training.err()).contains("a training takes one --work, found 3; --report-only takes several");

        Outcome report = run(both + " --report-only");
        assertThat(report.exitCode()).as(report.err()).isZero();
        List<LanguageScore> scores = new ArrayList<>();
        for (String each : List.of("w2", "w1")) {
            scores.add(Json.read(folder.resolve(each).resolve("3-100/score.json"), LanguageScore.class));
        }
        assertThat(scores.get(0).valid()).isNotEqualTo(scores.get(1).valid());
        double least = Math.min(
                scores.get(0).valid().perplexity(), scores.get(1).valid().perplexity());
        List<String> rows = report.out()
                .lines()
                .filter(row -> row.startsWith("| 3 |") || row.startsWith("| 7 |"))
                .toList();
        assertThat(rows).hasSize(3);
        for (int row = 0; row < 2; row++) {
            assertThat(rows.get(row))
                    .startsWith("| 3 | 100 | 1, seed " + scores.get(row).seed() + " |");
            assertThat(rows.get(row).contains("| **"))
                    .isEqualTo(scores.get(row).valid().perplexity() == least);
        }
        assertThat(rows.get(2)).contains("| 7 | 200 |", "not run");
        assertThat(Files.readAllLines(folder.resolve("out/epochs.jsonl")))
                .filteredOn(each -> each.contains("\"seed\":"))
                .hasSize(2);
        assertThat(folder.resolve("out/curves.png")).isNotEmptyFile();
    }

    @Test
    void readsTheTestTextBeforeItTrains() throws IOException {
        Path text = Files.createDirectories(folder.resolve("text"));
        for (String part : List.of("train", "valid")) {
            Files.writeString(text.resolve("ptb." + part + ".txt"), "a b a c\n".repeat(5));
        }
        Outcome outcome = run("reproduce ptb --device scalar --models 3-100 --data " + text + " --work "
                + folder.resolve("work") + " --out " + folder.resolve("out"));
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("no test text beside it").doesNotContain("epoch 1", "\tat ");
    }

    @Test
    void meetsMistakesWithWhatToDo() throws IOException {
        Path data = data();
        Outcome column = run("reproduce babi --columns bow,wow --data " + data);
        assertThat(column.exitCode()).isEqualTo(2);
        assertThat(column.err()).contains("no column wow; there are 1k, 10k, ablation, bow, pe,");
        Outcome restarts = run("reproduce babi --restarts 0 --data " + data);
        assertThat(restarts.exitCode()).isEqualTo(2);
        assertThat(restarts.err()).contains("take 1 or more");
        Outcome tasks = run("reproduce babi --columns bow --tasks 1,33 --device scalar --data " + data);
        assertThat(tasks.exitCode()).isEqualTo(2);
        assertThat(tasks.err()).contains("some of those with a training and a test file, [1] of en; found [1, 33]");
        assertThat(run("reproduce").exitCode()).isEqualTo(2);
        Outcome nowhere = run("reproduce babi --data " + folder.resolve("nowhere"));
        assertThat(nowhere.exitCode()).as(nowhere.err()).isEqualTo(3);
        assertThat(nowhere.err()).contains("nowhere").doesNotContain("\tat ");
    }
}
