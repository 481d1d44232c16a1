package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainCommandTest {
    private static final String SHORT = " --device scalar --epochs 2 --linear-epochs 1";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path shared;

    @SuppressWarnings("NullAway.Init") // set before all
    static SimulatedData data;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path temporary;

    @SuppressWarnings("NullAway.Init") // set before each
    private Path out;

    @BeforeAll
    static void write() throws IOException {
        data = SimulatedData.write(shared, 40, 20);
    }

    @BeforeEach
    void name() {
        out = temporary.resolve("model");
    }

    private static String train(Path source, Path out, String more) {
        return "train --data " + source + " --out " + out + SHORT + more;
    }

    private static byte[] model(Path folder) throws IOException {
        return Files.readAllBytes(folder.resolve("model.safetensors"));
    }

    @Test
    void keepsOneTaskInTheFolderItself() throws IOException {
        Outcome trained =
                Outcome.ofLine(train(data.archive(), out, " --task 1")).success();

        assertThat(trained.lines()).hasSize(3);
        assertThat(trained.lines().get(0)).startsWith("qa1: restart 1 of 1, training error ");
        assertThat(trained.lines().get(2)).matches(" +1 +simulated +\\d+\\.\\d % +\\d+ +100( +failed)?");
        assertThat(out).isDirectoryNotContaining("glob:**restart-*");
        try (var content = Files.list(out)) {
            assertThat(content.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder(
                            "config.json", "model.safetensors", "plan.json", "training.jsonl", "vocab.txt");
        }
        // 1 epoch of the linear start, 2 after it, and the restart as a whole
        assertThat(Files.readAllLines(out.resolve("training.jsonl"))).hasSize(4);
    }

    @Test
    void keepsEachOfSeveralTasksInAFolderOfItsOwn() throws IOException {
        Outcome trained =
                Outcome.ofLine(train(data.folder(), out, " --restarts 2")).success();

        assertThat(trained.out())
                .contains("qa1: restart ", "qa2: restart ", " of 2, ")
                .contains("mean ");
        assertThat(model(out.resolve("qa1"))).isNotEqualTo(model(out.resolve("qa2")));
        assertThat(out.resolve("model.safetensors")).doesNotExist();
    }

    @Test
    void trainsOneModelForAllTasks() throws IOException {
        Outcome trained =
                Outcome.ofLine(train(data.folder(), out, " --joint --json")).success();

        List<JsonNode> lines = trained.jsonLines();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).get("model").asText()).isEqualTo("joint");
        assertThat(lines.get(1).get("task").asInt()).isEqualTo(2);
        assertThat(lines.get(2).get("tasks").asInt()).isEqualTo(2);
        assertThat(model(out)).isNotEmpty();
        assertThat(Files.readString(out.resolve("config.json"))).contains("\"dimension\" : 50");
    }

    @Test
    void givesTheSameModelWithAnyNumberOfThreadsFromAFolderAndFromAnArchive() throws IOException {
        Path other = temporary.resolve("other");
        Outcome.ofLine(train(data.folder(), out, " --seed 7 --restarts 2 --threads 1"))
                .success();
        Outcome.ofLine(train(data.archive(), other, " --seed 7 --restarts 2 --threads 2"))
                .success();
        assertThat(model(other.resolve("qa1"))).isEqualTo(model(out.resolve("qa1")));
        assertThat(model(other.resolve("qa2"))).isEqualTo(model(out.resolve("qa2")));

        Path third = temporary.resolve("third");
        Outcome.ofLine(train(data.folder(), third, " --seed 8 --restarts 2")).success();
        assertThat(model(third.resolve("qa1"))).as("another seed").isNotEqualTo(model(out.resolve("qa1")));
    }

    @Test
    void resumesAFinishedTrainingByLoadingIt() throws IOException {
        Outcome first = Outcome.ofLine(train(data.folder(), out, " --task 1")).success();
        byte[] before = model(out);
        Outcome again = Outcome.ofLine("train --resume " + out + " --data " + data.archive() + " --device scalar")
                .success();
        assertThat(again.out()).isEqualTo(first.out());
        assertThat(model(out)).isEqualTo(before);
    }

    @Test
    void trainsOnASingleFileAndGoesOnWithIt() {
        String source = data.training(1).toString();
        Outcome first = Outcome.ofLine(train(Path.of(source), out, "")).success();
        assertThat(first.lines()).as("no test file, so no score").hasSize(1);
        Outcome.ofLine("train --resume " + out + " --data " + source + " --device scalar")
                .success();
    }

    @Test
    void goesOnWithRenamedDataWhenItsVariantIsNamed() throws IOException {
        Outcome.ofLine(train(data.folder(), out, " --task 1")).success();
        Path renamed = Files.createDirectory(temporary.resolve("renamed"));
        Files.copy(data.training(1), renamed.resolve("qa1_simulated_train.txt"));
        String resume = "train --resume " + out + " --data " + renamed + " --device scalar";
        Outcome.ofLine(resume).requireMistake(3, "expected one of these as the variant: renamed");
        Outcome.ofLine(resume + " --variant renamed").success();
    }

    @Test
    void leavesNothingBehindThatRefusesTheCorrectedCommand() throws IOException {
        Path broken = Files.createDirectory(temporary.resolve("broken"));
        Path training = broken.resolve("qa1_x_train.txt");
        Path test = broken.resolve("qa1_x_test.txt");
        String command = train(broken, out, "");

        Files.writeString(training, "1 Mary went home.\n2 Where is Mary?\thome\t1\n4 Too far.\n");
        Outcome.ofLine(command).requireMistake(3, "qa1_x_train.txt:3: found line number 4");
        Files.writeString(training, "1 Mary went home.\n");
        Outcome.ofLine(command).requireMistake(3, "0 questions, none of them left to train on");
        Files.writeString(training, "1 Mary went home.\n2 Where is Mary?\thome\t1\n");
        Files.writeString(test, "1 Mary went home.\n2 Where is Mary?\n");
        Outcome.ofLine(command).requireMistake(3, "qa1_x_test.txt:2: found the question");
        Files.writeString(test, "");
        Outcome.ofLine(command).requireMistake(3, "the test file of task 1: found no question");
        Files.copy(training, test, StandardCopyOption.REPLACE_EXISTING);
        Outcome.ofLine(command.replace("scalar", "abacus")).requireMistake(4, "unknown device 'abacus'");
        Outcome.ofLine(command + " --validation-fraction 0.9").requireMistake(3, "a smaller validation fraction");
        assertThat(out).doesNotExist();

        Outcome.ofLine(command).success();
    }

    @Test
    void aCommandThatIsOfferedCanBeTypedAsItStands() {
        Path spaced = temporary.resolve("my model");
        String[] command = train(data.archive(), Path.of("?"), " --task 1").split(" ", -1);
        command[List.of(command).indexOf("?")] = spaced.toString();
        Outcome.of(command).success();

        Outcome.of(command).requireMistake(Main.USAGE, "go on with --resume '" + spaced + "', delete it");
    }

    @Test
    void saysWhenNothingIsHeldOutForValidation() {
        Outcome trained = Outcome.ofLine(train(data.archive(), out, " --task 1 --validation-fraction 0"))
                .success();
        assertThat(trained.lines().get(0)).endsWith(" %, no questions held out for validation");
    }
}
