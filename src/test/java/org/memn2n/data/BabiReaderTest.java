package org.memn2n.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BabiReaderTest {
    private static List<String> texts(Example example) {
        return example.story().stream().map(Sentence::text).toList();
    }

    @Test
    void readsStoriesQuestionsAnswersAndSupportingFacts() {
        List<Example> examples = Texts.read(Texts.VALID);

        assertThat(examples).hasSize(3);
        assertThat(texts(examples.get(0)))
                .containsExactly("Ann walked to the barn.", "Bob took the lamp and the rope.");
        assertThat(texts(examples.get(1)))
                .containsExactly(
                        "Ann walked to the barn.", "Bob took the lamp and the rope.", "Ann went to the attic.");
        assertThat(texts(examples.get(2))).containsExactly("Cid slept.");
        assertThat(examples.get(0).question().words()).containsExactly("where", "is", "ann");
        assertThat(examples).extracting(Example::answer).containsExactly("barn", "lamp,rope", "attic");
        assertThat(examples).extracting(Example::supportingFacts).containsExactly(List.of(0), List.of(1), List.of());
        assertThat(examples.get(1).place()).hasToString(Texts.FILE + ":5");
        assertThat(examples).extracting(Example::task).containsOnly(1);
    }

    @Test
    void supportingFactsSkipQuestionsInTheirCount() {
        List<Example> examples = Texts.read("1 a b\n2 q?\tx\t1\n3 c\n4 q?\tx\n5 d\n6 q?\ty\t5 1 3\n");

        assertThat(examples.get(2).supportingFacts()).containsExactly(2, 0, 1);
    }

    @Test
    void questionsOfOneStoryShareItsSentences() {
        List<Example> examples = Texts.read(Texts.VALID);

        assertThat(examples.get(1).story().get(0))
                .isSameAs(examples.get(0).story().get(0));
        assertThat(examples.get(2).question()).isSameAs(examples.get(0).question());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> examples.get(0).story().clear());
    }

    @Test
    void manyQuestionsInALongStoryTakeLittleMemory() {
        StringBuilder text = new StringBuilder();
        int lines = 80_000;
        for (int line = 1; line <= lines; line += 2) {
            text.append(line).append(" thing ").append(line).append(" lay there.\n");
            text.append(line + 1).append(" where?\there\t1\n");
        }
        List<Example> examples = Texts.read(text.toString());

        // Copies would hold 800 million references, 3 GB, more than the heap of the tests.
        assertThat(examples).hasSize(lines / 2);
        assertThat(examples.get(lines / 2 - 1).story()).hasSize(lines / 2);
    }

    @Test
    void aQuestionMayComeBeforeAnyStatement() {
        Example example = Texts.read("1 Who?\tnobody\n").get(0);

        assertThat(example.story()).isEmpty();
        assertThat(example.supportingFacts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\uFEFF", "\r\n\r\n", "1 Only a statement.\n"})
    void textWithoutQuestionsHasNoExamples(String text) {
        assertThat(Texts.read(text)).isEmpty();
    }

    @Test
    void lineEndsBlankLinesAndByteOrderMarkDoNotMatter() {
        List<String> answers =
                Texts.read(Texts.VALID).stream().map(Example::answer).toList();
        String lineFeedless = Texts.VALID.stripTrailing();

        for (String text : List.of(
                Texts.VALID.replace("\n", "\r\n"),
                Texts.VALID.replace("\n", "\r"),
                Texts.VALID.replace("\n", "\n \n"),
                "\uFEFF" + lineFeedless)) {
            assertThat(Texts.read(text).stream().map(Example::answer).toList()).isEqualTo(answers);
        }
        assertThat(Texts.read(Texts.VALID.replace("\n", "\r\n")).get(1).place().line())
                .isEqualTo(5);
    }

    @Test
    void readsHindiScript() {
        String text = """
                1 \u092E\u0948\u0930\u0940 \u0918\u0930 \u0917\u092F\u0940\u0964
                2 \u092E\u0948\u0930\u0940 \u0915\u0939\u093E\u0901 \u0939\u0948?\t\u0918\u0930\t1
                """;
        Example example = Texts.read(text).get(0);

        assertThat(example.story().get(0).words())
                .containsExactly("\u092E\u0948\u0930\u0940", "\u0918\u0930", "\u0917\u092F\u0940");
        assertThat(example.question().words())
                .containsExactly("\u092E\u0948\u0930\u0940", "\u0915\u0939\u093E\u0901", "\u0939\u0948");
        assertThat(example.answer()).isEqualTo("\u0918\u0930");
    }

    @Test
    void readsShuffledLetters() {
        Example example = Texts.read("1 Xbb zqlk tx ohp wqvb.\n2 Ohpvp dj Xbb?\tWQVB\t1\n")
                .get(0);

        assertThat(example.story().get(0).words()).containsExactly("xbb", "zqlk", "tx", "ohp", "wqvb");
        assertThat(example.answer()).isEqualTo("wqvb");
    }

    @Test
    void optionalAnswersMayBeAbsent() {
        List<Example> examples = Texts.readQuestions("1 Ann left.\n2 Where is Ann?\n3 And Bob?\t\n4 And Cid?\thome\n");

        assertThat(examples).extracting(Example::answer).containsExactly(null, null, "home");
        assertThat(examples).allMatch(example -> example.story().size() == 1);
    }

    @ParameterizedTest
    @CsvSource({
        "'Ann left.', 1, number",
        "'x1 Ann left.', 1, number",
        "'1Ann left.', 1, number",
        "'-1 Ann left.', 1, number",
        "'\u0967 Ann left.', 1, number",
        "'99999999999999999999 Ann left.', 1, number",
        "'1\t', 1, empty",
        "'1', 1, empty",
        "'1  ', 1, empty",
        "'1 \tyes', 1, empty",
        "'1 ...', 1, words",
        "'2 Ann left.', 1, 'line number 2, expected 1'",
        "'1 Ann left.;3 Bob left.', 2, 'expected 2 or 1'",
        "'1 Ann left.;2 Bob left.;2 Cid left.', 3, 'line number 2, expected 3 or 1'",
        "'1 Ann left.;0 Bob left.', 2, 'line number 0'",
        "'1 Ann left.;2 Who?', 2, without an answer",
        "'1 Ann left.;2 Who?\t', 2, without an answer",
        "'1 Ann left.;2 Who?\t \t1', 2, without an answer",
        "'1 Ann left.\t', 1, without an answer",
        "'1 Ann left.;2 Who?\tAnn\t2', 2, supporting line 2",
        "'1 Ann left.;2 Who?\tAnn\t0', 2, supporting line 0",
        "'1 Ann left.;2 Who?\tAnn\t1;3 Who?\tAnn\t2', 3, supporting line 2",
        "'1 Ann left.;1 Bob left.;2 Who?\tBob\t1 2', 3, supporting line 2",
        "'1 Ann left.;2 Who?\tAnn\tone', 2, supporting line",
        "'1 Ann left.;2 Who?\tAnn\t1,1', 2, supporting line",
        "'1 Ann left.;2 Who?\tAnn\t12345678901', 2, supporting line",
        "'1 Ann left.;2 Who?\tAnn\t1\t', 2, 4 fields",
    })
    void saysWhatIsWrongInWhichLine(String lines, int line, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Texts.read(lines.replace(';', '\n')))
                .withMessageStartingWith(Texts.FILE + ":" + line + ": found ")
                .withMessageContaining(", expected ")
                .withMessageContaining(message)
                .matches(e -> e.line() == line && e.file().equals(Texts.FILE));
    }

    @Test
    void malformedBytesAreReportedWithTheirLine() {
        byte[] bytes = "1 Ann left.\n2 Bob l\u00E9ft.\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> Texts.read(bytes, Answers.REQUIRED))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(Texts.FILE + ":2: found bytes that are not UTF-8");
    }

    @Test
    void linesHaveABound() {
        String longest = "1 " + "x".repeat(Utf8Lines.LONGEST_LINE - 2);

        assertThat(Texts.read(longest + "\n2 Who?\tx\n")).hasSize(1);
        assertThatThrownBy(() -> Texts.read("1 Ann left.\n" + longest.replace('1', '2') + "x\n"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(Texts.FILE + ":2: found a line of more than 100000 bytes");
    }

    @Test
    void quotedTextInMessagesIsShortAndPlain() {
        assertThatThrownBy(() -> Texts.read("\u001B[2J" + "x".repeat(5000)))
                .isInstanceOf(DataException.class)
                .hasMessageNotContainingAny("\u001B", "x".repeat(100));
    }

    @Test
    void readsFilesAndReportsMissingOnes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("own.txt");
        Files.writeString(file, Texts.VALID);

        assertThat(BabiReader.read(file, 7, Answers.REQUIRED))
                .hasSize(3)
                .allMatch(e -> e.task() == 7 && e.place().file().equals("own.txt"));
        assertThatThrownBy(() -> BabiReader.read(folder.resolve("none.txt"), 7, Answers.REQUIRED))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none.txt");
    }

    @Test
    void leavesTheStreamOpen() throws IOException {
        boolean[] closed = new boolean[1];
        InputStream in = new ByteArrayInputStream(Texts.VALID.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        BabiReader.read(in, Texts.FILE, 1, Answers.REQUIRED);

        assertThat(closed[0]).isFalse();
    }
}
