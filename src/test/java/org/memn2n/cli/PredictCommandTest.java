package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PredictCommandTest {
    private static final int HOPS = 2;
    private static final int MEMORY = 6;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path shared;

    @SuppressWarnings("NullAway.Init") // set before all
    static SimulatedData data;

    @SuppressWarnings("NullAway.Init") // set before all
    static Path model;

    @BeforeAll
    static void train() throws IOException {
        data = SimulatedData.write(shared, 60, 60);
        model = shared.resolve("model");
        Outcome.ofLine("train --device scalar --epochs 5 --linear-epochs 2 --task 1 --hops " + HOPS + " --memory "
                        + MEMORY + " --data " + data.folder() + " --out " + model)
                .success();
    }

    private static Outcome predict(Path file, String more) {
        return Outcome.ofLine("predict --device scalar --model " + model + " --data " + file + more);
    }

    private static Path write(String name, String text) throws IOException {
        return Files.writeString(shared.resolve(name), text);
    }

    @Test
    void printsAJsonLineForEachQuestion() throws IOException {
        List<JsonNode> lines = predict(data.test(1), " --json").success().jsonLines();
        assertThat(lines).hasSize(60 * SimulatedData.QUESTIONS_PER_STORY);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = lines.get(i);
            int sentences = 2 * (i % SimulatedData.QUESTIONS_PER_STORY + 1);
            assertThat(names(line))
                    .as("line " + i)
                    .containsExactly(
                            "question",
                            "answer",
                            "probability",
                            "expected",
                            "attention",
                            "top",
                            "unknownWords",
                            "droppedSentences",
                            "device");
            assertThat(line.get("question").asText()).startsWith("Where is ").endsWith("?");
            requireAttention(line, sentences);
            requireTop(line);
            assertThat(line.get("droppedSentences").asInt()).isEqualTo(Math.max(0, sentences - MEMORY));
            assertThat(line.get("unknownWords")).isEmpty();
            assertThat(line.get("device").asText()).contains("scalar");
        }
    }

    private static List<String> names(JsonNode line) {
        List<String> names = new ArrayList<>();
        line.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void requireAttention(JsonNode line, int sentences) {
        assertThat(line.get("attention")).hasSize(HOPS);
        for (JsonNode hop : line.get("attention")) {
            assertThat(hop).hasSize(sentences);
            double sum = 0;
            for (int i = 0; i < sentences; i++) {
                double weight = hop.get(i).asDouble();
                assertThat(weight).isBetween(0.0, 1.0);
                if (i < sentences - MEMORY) {
                    assertThat(weight).as("a dropped sentence").isZero();
                }
                sum += weight;
            }
            assertThat(sum).isPositive().isLessThanOrEqualTo(1 + 1e-5);
        }
    }

    private static void requireTop(JsonNode line) {
        JsonNode top = line.get("top");
        assertThat(top).hasSize(5);
        assertThat(top.get(0).get("text")).isEqualTo(line.get("answer"));
        assertThat(top.get(0).get("probability")).isEqualTo(line.get("probability"));
        for (int i = 1; i < top.size(); i++) {
            assertThat(top.get(i).get("probability").asDouble())
                    .isLessThanOrEqualTo(top.get(i - 1).get("probability").asDouble());
        }
    }

    @Test
    void answersAFileWithoutAnswers() throws IOException {
        Path file = write("questions.txt", "1 Emma went to the attic.\n2 Where is Emma?\n3 Where is Zoë?\n");
        List<JsonNode> lines = predict(file, " --json").success().jsonLines();
        assertThat(lines).hasSize(2);
        assertThat(lines).noneMatch(line -> line.has("expected"));
        assertThat(lines.get(1).get("unknownWords").get(0).asText()).isEqualTo("zoë");
    }

    @Test
    void readsWindowsLineEndsAndAByteOrderMark() throws IOException {
        String plain = "1 Emma went to the attic.\n2 Where is Emma?\tattic\t1\n";
        Path unix = write("unix.txt", plain);
        Path windows = write("windows.txt", "\uFEFF" + plain.replace("\n", "\r\n"));
        assertThat(predict(windows, " --json").success().out())
                .isEqualTo(predict(unix, " --json").success().out());
    }

    @Test
    void answersAQuestionWithoutAStory() throws IOException {
        Path file = write("bare.txt", "1 Where is Emma?\n");
        JsonNode line = predict(file, " --json").success().jsonLines().get(0);
        assertThat(line.get("attention")).hasSize(HOPS).allMatch(JsonNode::isEmpty);
        assertThat(predict(file, "").success().lines()).hasSize(3);
    }

    @Test
    void printsForPeople() throws IOException {
        Path file = write("people.txt", "1 Emma went to the moon.\n2 Where is Emma?\tmoon\t1\n");
        List<String> lines = predict(file, "").success().lines();
        assertThat(lines.get(0)).isEqualTo("Where is Emma?");
        assertThat(lines.get(1)).matches("\\w+  \\(\\d+\\.\\d %\\)");
        assertThat(lines.get(2)).isEqualTo("words it has never seen: moon");
        assertThat(lines.get(4).strip().split(" {2,}")).containsExactly("hop 1", "hop 2");
        assertThat(lines.get(5)).startsWith("  Emma went to the moon.");
    }

    @Test
    void printsNothingOfAFileWithABadLineInTheMiddle() throws IOException {
        Path file = write("bad.txt", "1 Emma went home.\n2 Where is Emma?\nWhere is Hugo?\n3 Where is Emma?\n");
        predict(file, " --json").requireMistake(3, "bad.txt:3: found \"Where is Hugo?\"");
    }

    @Test
    void printsNothingForAFileWithoutQuestions() throws IOException {
        Outcome outcome = predict(write("empty.txt", ""), " --json");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("empty.txt has no question").hasLineCount(1);
    }

    /** The classes of this network are all words, the null word and placed words among them, and times. */
    @Test
    void answersWithWordsAndNamesNoneTwice() throws IOException {
        Path placed = shared.resolve("placed");
        Outcome.ofLine("train --device scalar --epochs 1 --linear-epochs 0 --task 1 --placed-words --time WORD --data "
                        + data.folder() + " --out " + placed)
                .success();
        Path nothingKnown = write("nothing.txt", "1 Qui \u00eates-vous?\n");
        for (Path file : List.of(data.test(1), nothingKnown)) {
            Outcome outcome = Outcome.ofLine("predict --device scalar --json --model " + placed + " --data " + file);
            for (JsonNode line : outcome.success().jsonLines()) {
                List<String> top = line.get("top").findValuesAsText("text");
                assertThat(top)
                        .hasSize(5)
                        .doesNotHaveDuplicates()
                        .doesNotContain("<null>", "<time>")
                        .startsWith(line.get("answer").asText());
            }
        }
    }
}
