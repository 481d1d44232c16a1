package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvalCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path shared;

    @SuppressWarnings("NullAway.Init") // set before all
    static SimulatedData data;

    @SuppressWarnings("NullAway.Init") // set before all
    static Path models;

    @BeforeAll
    static void train() throws IOException {
        data = SimulatedData.write(shared, 60, 20);
        models = shared.resolve("models");
        Outcome.ofLine("train --device scalar --epochs 2 --linear-epochs 1 --data " + data.folder() + " --out "
                        + models)
                .success();
    }

    private static Outcome eval(Path model, Path source, String more) {
        return Outcome.ofLine("eval --device scalar --model " + model + " --data " + source + more);
    }

    @Test
    void printsEachTaskTheMeanAndTheFailedOnes() {
        List<String> lines = eval(models, data.archive(), "").success().lines();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1)).matches(" +1 +simulated +\\d+\\.\\d % +\\d+ +100 +failed");
        assertThat(lines.get(2)).matches(" +2 +simulated +\\d+\\.\\d % +\\d+ +100 +failed");
        assertThat(lines.get(3)).matches("mean +\\d+\\.\\d % +failed 2 of 2");
    }

    @Test
    void printsTheSameAsJson() throws IOException {
        List<JsonNode> lines = eval(models, data.folder(), " --json").success().jsonLines();
        assertThat(lines).hasSize(3);
        double sum = 0;
        for (int i = 0; i < 2; i++) {
            JsonNode line = lines.get(i);
            assertThat(line.get("task").asInt()).isEqualTo(i + 1);
            assertThat(line.get("model").asText()).isEqualTo("qa" + (i + 1));
            assertThat(line.get("title").asText()).isEqualTo("simulated");
            assertThat(line.get("questions").asInt()).isEqualTo(100);
            assertThat(line.get("error").asDouble()).isEqualTo(line.get("wrong").asInt() / 100.0);
            assertThat(line.get("device").asText()).contains("scalar");
            sum += line.get("error").asDouble();
        }
        assertThat(lines.get(2).get("meanError").asDouble()).isEqualTo(sum / 2);
        assertThat(lines.get(2).get("failed").asInt()).isEqualTo(2);
    }

    @Test
    void scoresModelsThatAnswerTogether() throws IOException {
        Path both = shared.resolve("both");
        for (String tying : List.of("ADJACENT", "LAYER_WISE")) {
            Outcome.ofLine("train --device scalar --epochs 4 --linear-epochs 1 --task 1 --tying " + tying + " --data "
                            + data.folder() + " --out " + both.resolve(tying))
                    .success();
        }
        List<JsonNode> lines =
                eval(both, data.folder(), " --json --together").success().jsonLines();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).get("model").asText()).isEqualTo("qa1 + qa1");
        assertThat(lines.get(0).get("task").asInt()).isEqualTo(1);
        assertThat(lines.get(0).get("questions").asInt()).isEqualTo(100);
        Outcome predicted = Outcome.ofLine("predict --device scalar --together --json --model " + both + " --data "
                + data.folder().resolve("qa1_simulated_test.txt"));
        long wrong = predicted.success().jsonLines().stream()
                .filter(line -> !line.get("answer").equals(line.get("expected")))
                .count();
        assertThat(lines.get(0).get("wrong").asLong()).isEqualTo(wrong);

        eval(both, data.folder(), " --together --last-batch DROPPED").requireMistake(Main.USAGE, "scored on all");
        eval(both.resolve("ADJACENT"), data.folder(), " --together").requireMistake(Main.USAGE, "needs several models");
        eval(models, data.folder(), " --together")
                .requireMistake(Main.USAGE, "one of [1] and one of [2]; name a folder with");
        Outcome.ofLine("train --device scalar --epochs 1 --linear-epochs 0 --task 1 --output ANSWERS --data "
                        + data.folder() + " --out " + both.resolve("answers"))
                .success();
        eval(both, data.folder(), " --together").requireMistake(Main.USAGE, "need the same answers: number ");
    }

    @Test
    void scoresEachOfSeveralModelsOnItsOwnTasksOnly() throws IOException {
        List<JsonNode> lines =
                eval(models, data.folder(), " --json --task 2").success().jsonLines();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).get("model").asText()).isEqualTo("qa2");
        assertThat(lines.get(1).get("tasks").asInt()).isEqualTo(1);
    }

    @Test
    void scoresOneModelOnAnyTask() throws IOException {
        List<JsonNode> lines = eval(models.resolve("qa1"), data.folder(), " --json --task 1-2")
                .success()
                .jsonLines();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1).get("model").asText()).isEqualTo("qa1");
        assertThat(lines.get(1).get("task").asInt()).isEqualTo(2);
    }

    @Test
    void refusesATaskThatNoneOfSeveralModelsLearned() throws IOException {
        Path more = Files.createDirectories(shared.resolve("more/en"));
        Files.copy(data.test(1), more.resolve("qa1_x_test.txt"));
        Files.copy(data.test(1), more.resolve("qa3_x_test.txt"));
        eval(models, more, " --task 1,3")
                .requireMistake(2, "to score one on others name its folder, such as " + models.resolve("qa1"));
        eval(models, more, "").requireMistake(2, "there are [1, 3], choose with --task");
    }

    /** Of two sets, whose tests have 10 and 15 questions a task. */
    @Test
    void scoresOnTheSetThatAModelWasTrainedOn() throws IOException {
        Path sets = shared.resolve("sets");
        SimulatedData usual = SimulatedData.write(sets, 10, 2);
        Files.delete(usual.archive());
        Files.move(SimulatedData.write(shared.resolve("other"), 10, 3).folder(), sets.resolve("en-10k"));
        String train = "train --device scalar --epochs 1 --linear-epochs 0 --data " + sets + " --variant ";
        Path several = shared.resolve("several");
        Path apart = shared.resolve("apart");
        Path one = apart.resolve("one");
        Outcome.ofLine(train + "en-10k --out " + several).success();
        Outcome.ofLine(train + "en-10k --task 1 --out " + one).success();

        for (Path model : List.of(several.resolve("qa1"), one, apart)) {
            JsonNode line =
                    eval(model, sets, " --json --task 1").success().jsonLines().get(0);
            assertThat(line.get("questions").asInt()).as(model.toString()).isEqualTo(15);
        }
        assertThat(eval(several, sets, " --json --variant en")
                        .success()
                        .jsonLines()
                        .get(0)
                        .get("questions")
                        .asInt())
                .isEqualTo(10);

        Outcome.ofLine(train + "en --task 1 --out " + apart.resolve("two")).success();
        eval(apart, sets, " --task 1")
                .requireMistake(
                        Main.DATA,
                        "2 variants, and models that were trained on [en, en-10k], expected one of these as");
        for (String more : List.of(" --variant en", " --variant en --together")) {
            eval(apart, sets, " --task 1" + more).success();
        }
        for (Path only : List.of(usual.folder(), usual.test(1))) {
            eval(several.resolve("qa1"), only, " --task 1").success();
            eval(apart, only, " --task 1").success();
        }
        Files.delete(one.resolve("plan.json"));
        Files.writeString(apart.resolve("plan.json"), "of another program");
        eval(one, sets, "")
                .requireMistake(
                        Main.DATA, "nothing that says which the model was trained on, expected one of these as");
        assertThat(eval(one, usual.folder(), "").success().lines()).hasSize(2);
        eval(shared.resolve("typo"), sets, "").requireMistake(Main.DATA, "no model");
    }

    @Test
    void leavesOutALastBatchThatIsNotFull() throws IOException {
        JsonNode line = eval(models, data.folder(), " --json --task 1 --last-batch dropped")
                .success()
                .jsonLines()
                .get(0);
        assertThat(line.get("questions").asInt()).isEqualTo(96);
    }

    @Test
    void scoresASingleFileUnderAnyNameOfATestFile() throws IOException {
        Path mine = shared.resolve("mine_test.txt");
        Files.copy(data.test(1), mine);
        List<String> lines = eval(models.resolve("qa1"), mine, "").success().lines();
        assertThat(lines.get(1)).matches(" +0 +mine +.* 100 +failed");
        assertThat(eval(models.resolve("qa1"), data.test(1), "").success().lines())
                .hasSize(2);
        assertThat(eval(models, data.test(1), " --task 1").success().lines()).hasSize(2);
    }

    @Test
    void refusesToScoreNothing() throws IOException {
        Path few = shared.resolve("few_test.txt");
        Files.writeString(few, "1 Mary went home.\n2 Where is Mary?\thome\t1\n");
        Path model = models.resolve("qa1");
        eval(model, few, " --last-batch DROPPED").requireMistake(3, "no --last-batch DROPPED");
        Path none = shared.resolve("none_test.txt");
        Files.writeString(none, "1 Mary went home.\n");
        eval(model, none, "").requireMistake(3, "no question to score");
        eval(model, data.training(1), "").requireMistake(3, "end in _test.txt");
    }
}
