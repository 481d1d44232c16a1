package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.memn2n.data.TaskFiles;

class SimulateCommandTest {
    @TempDir
    private Path folder;

    private Outcome simulate(String arguments) {
        return Outcome.ofLine("simulate --out " + folder.resolve("en") + " " + arguments);
    }

    private String text(String file) throws IOException {
        return Files.readString(folder.resolve("en").resolve(file));
    }

    @Test
    void allTasksAreWrittenUnderTheirOfficialNamesAndRead() {
        Outcome outcome = simulate("--stories 3 --test-stories 2").success();
        assertThat(outcome.lines())
                .hasSize(40)
                .first()
                .asString()
                .endsWith("qa1_single-supporting-fact_train.txt: 3 stories");
        TaskFiles files = TaskFiles.open(folder.resolve("en"), null);
        assertThat(files.tasks()).hasSize(20);
        for (int task : files.tasks()) {
            assertThat(files.train(task)).as("task %d", task).hasSizeGreaterThanOrEqualTo(3);
            assertThat(files.test(task)).as("task %d", task).hasSizeGreaterThanOrEqualTo(2);
        }
        assertThat(files.title(20)).isEqualTo("agents-motivations");
    }

    @Test
    void asManyStoriesAreWrittenAsAThousandQuestionsTake() throws IOException {
        simulate("--task 20,19").success();
        assertThat(questions(text("qa20_agents-motivations_test.txt"))).isEqualTo(1008);
        assertThat(questions(text("qa19_path-finding_train.txt"))).isEqualTo(1000);
    }

    private static long questions(String text) {
        return text.lines().filter(line -> line.contains("\t")).count();
    }

    @Test
    void moreTrainingStoriesLeaveTheTestStoriesAsTheyAre() throws IOException {
        simulate("--task 1 --stories 5 --test-stories 5 --seed 3").success();
        String test = text("qa1_single-supporting-fact_test.txt");
        String train = text("qa1_single-supporting-fact_train.txt");
        assertThat(test).isNotEqualTo(train);
        Outcome more = Outcome.ofLine(
                        "simulate --out " + folder.resolve("more") + " --task 1 --stories 9 --test-stories 5 --seed 3")
                .success();
        assertThat(more.lines()).hasSize(2);
        Path other = folder.resolve("more");
        assertThat(other.resolve("qa1_single-supporting-fact_test.txt")).hasContent(test);
        assertThat(other.resolve("qa1_single-supporting-fact_train.txt"))
                .content()
                .startsWith(train);
    }

    @Test
    void namesOfTheTestCanBeUnseen() throws IOException {
        simulate("--task 2 --unseen-names").success();
        String test = text("qa2_two-supporting-facts_test.txt");
        for (String seen : List.of("Emma", "Hugo", "kitchen", "balcony", "lamp", "key")) {
            assertThat(text("qa2_two-supporting-facts_train.txt")).contains(seen);
            assertThat(test).doesNotContain(seen);
        }
    }

    @Test
    void sizesLanguageAndDistractorsAreAsAskedFor() throws IOException {
        simulate("--task 1,17 --lexicon german --people 2 --places 3 --sentences 6 --questions 2 --distractors 4"
                        + " --stories 2 --test-stories 0")
                .success();
        try (Stream<Path> files = Files.list(folder.resolve("en"))) {
            assertThat(files).hasSize(2);
        }
        assertThat(text("qa1_single-supporting-fact_train.txt").lines()).hasSize(2 * (6 + 2 + 4));
        assertThat(text("qa1_single-supporting-fact_train.txt"))
                .contains("Wo ist ", "Anna")
                .doesNotContain("Lena", "Garten");
        assertThat(text("qa17_positional-reasoning_train.txt").lines()).hasSize(2 * (6 + 2 + 4));
    }

    @Test
    void filesThatAreThereStay() throws IOException {
        simulate("--task 1").success();
        String before = text("qa1_single-supporting-fact_train.txt");
        Outcome again = simulate("--task 1 --seed 2");
        assertThat(again.exitCode()).isEqualTo(Main.USAGE);
        assertThat(again.err()).contains("is there already; remove it or name another folder with --out");
        assertThat(text("qa1_single-supporting-fact_train.txt")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--task 21; 2; no stories can be simulated for task 21; choose one of 1 to 20",
                "--task one; 2; --task takes 'all' or numbers such as 1,2,5-8, found 'one'",
                "--task 3 --sentences 2; 2; the number of sentences per story is 2",
                "--task 1 --places 1; 2; the number of things of the class place is 1",
                "--task 1 --stories -1; 2; the number of train stories is -1",
                "--task 1 --test-stories 9223372036854775807; 2; it must be from 0 to 1099511627776",
                "--task 1 --lexicon klingon; 3; no such file or folder: klingon",
                "--task 20 --motives 50; 3; found 8 names of the class motive",
            })
    void mistakesAreExplained(String arguments, int exitCode, String message) {
        Outcome outcome = simulate(arguments);
        assertThat(outcome.err()).contains(message.strip());
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
        assertThat(folder.resolve("en")).doesNotExist();
    }

    @Test
    void statisticsDescribeTheFiles() throws IOException {
        simulate("--task 4,9").success();
        Outcome statistics =
                Outcome.ofLine("statistics --data " + folder.resolve("en")).success();
        assertThat(statistics.lines()).hasSize(4);
        assertThat(statistics.lines().get(2)).startsWith("| 4 | 1000 | 2.0 | 2 | 14 | 6 | ");
        assertThat(statistics.lines().get(3)).startsWith("| 9 | 1000 | 6.0 | 10 | ");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Files.writeString(empty.resolve("qa1_x_train.txt"), "1 Mary went home.\n");
        Files.writeString(empty.resolve("qa1_x_test.txt"), "1 Mary went home.\n2 Where is Mary?\thome\t1\n");
        Outcome.ofLine("statistics --data " + empty)
                .requireMistake(Main.DATA, "the training file of task 1: found no question");
        simulate("--task 5 --test-stories 0").success();
        assertThat(Outcome.ofLine("statistics --task 5 --data " + folder.resolve("en"))
                        .exitCode())
                .isEqualTo(Main.USAGE);
    }
}
