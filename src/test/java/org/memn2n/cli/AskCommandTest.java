package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AskCommandTest {
    private static final int GREETING = 2;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path shared;

    @SuppressWarnings("NullAway.Init") // set before all
    static Path model;

    @BeforeAll
    static void train() throws IOException {
        SimulatedData data = SimulatedData.write(shared, 30, 1);
        model = shared.resolve("model");
        Outcome.ofLine("train --device scalar --epochs 2 --linear-epochs 1 --task 1 --data " + data.folder() + " --out "
                        + model)
                .success();
    }

    /** What is printed between the greeting and the line break at the end. */
    private static List<String> ask(String typed) {
        List<String> lines = Outcome.ofLine("ask --device scalar --model " + model, typed)
                .success()
                .lines();
        assertThat(lines.get(0)).startsWith("Model qa1 on ").contains("scalar");
        assertThat(lines).last().isEqualTo("");
        return lines.subList(GREETING, lines.size() - 1);
    }

    @Test
    void answersWithTheAttentionToWhatWasSaid() {
        List<String> lines =
                ask("Emma went to the attic.\n\nHugo ran to the cellar.\nWhere is Emma?\nquit\nnot read?\n");
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).matches("\\w+  \\(\\d+\\.\\d %\\)");
        assertThat(lines.get(2).strip().split(" {2,}")).containsExactly("hop 1", "hop 2", "hop 3");
        assertThat(lines.get(3)).startsWith("  Emma went to the attic.");
        assertThat(lines.get(4)).startsWith("  Hugo ran to the cellar.");
    }

    @Test
    void tellsOfUnknownWords() {
        assertThat(ask("The zebra went to the attic.\nWhere is the yak?\n"))
                .contains("words it has never seen: zebra, yak");
    }

    @Test
    void beginsANewStory() {
        List<String> lines = ask("Emma went to the attic.\nnew\nWhere is Emma?\n");
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).isEqualTo("A new story.");
        assertThat(lines.get(1)).matches("\\w+  \\(\\d+\\.\\d %\\)");
    }

    @Test
    void tellsOfSentencesThatDidNotFit() {
        assertThat(ask("Emma went to the attic.\n".repeat(12) + "Where is Emma?"))
                .contains("sentences too old for its memory: 2");
    }

    @Test
    void endsWithTheInputAndMindsNoOddLines() {
        assertThat(ask("")).isEmpty();
        assertThat(ask("...\n?\n\u0000\n")).isNotEmpty();
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() {
        assertThat(ask("\uFEFFnew\n")).containsExactly("A new story.");
        assertThat(ask("")).isEmpty();
    }
}
