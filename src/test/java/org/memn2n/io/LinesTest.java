package org.memn2n.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.memn2n.random.RandomStreams;

class LinesTest {
    @TempDir
    Path folder;

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("", List.of()),
                Arguments.of("\uFEFF", List.of()),
                Arguments.of("\n", List.of("")),
                Arguments.of("\r\n", List.of("")),
                Arguments.of("one", List.of("one")),
                Arguments.of("one\n", List.of("one")),
                Arguments.of("one\n\n", List.of("one", "")),
                Arguments.of("one\r\n\ntwo\n \r\n", List.of("one", "", "two", " ")),
                Arguments.of("\uFEFFone\ntwo", List.of("one", "two")),
                Arguments.of("one\n\uFEFFtwo", List.of("one", "\uFEFFtwo")),
                Arguments.of(
                        "größe\u2028\u0085\u0000\t語 \uD83D\uDE00", List.of("größe\u2028\u0085\u0000\t語 \uD83D\uDE00")));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void readsEveryKindOfLineEnd(String text, List<String> lines) throws IOException {
        assertThat(Lines.readLines(save(text.getBytes(StandardCharsets.UTF_8)), 100))
                .isEqualTo(lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"one\ntwo\rthree\n", "one\ntwo\r\r\n", "one\ntwo\r"})
    void refusesCarriageReturnsInsideALine(String text) throws IOException {
        Path file = save(text.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Lines.readLines(file, 100))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageStartingWith(file + ":2: found a carriage return");
    }

    static Stream<byte[]> malformed() {
        return Stream.of(
                new byte[] {(byte) 0x80},
                new byte[] {(byte) 0xC3},
                new byte[] {(byte) 0xC3, 'x'},
                new byte[] {(byte) 0xC0, (byte) 0xAF},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
                new byte[] {(byte) 0xFF, (byte) 0xFE});
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void namesTheLineOfMalformedBytes(byte[] end) throws IOException {
        byte[] start = "ä\r\nb\n".getBytes(StandardCharsets.UTF_8);
        byte[] text = new byte[start.length + end.length];
        System.arraycopy(start, 0, text, 0, start.length);
        System.arraycopy(end, 0, text, start.length, end.length);
        Path file = save(text);
        assertThatThrownBy(() -> Lines.readLines(file, 100))
                .isInstanceOfSatisfying(
                        CorruptFileException.class, e -> assertThat(e.place()).isEqualTo(file + ":3"))
                .hasMessageContaining("offset 6; expected UTF-8");
    }

    @Test
    void boundsTheSize() throws IOException {
        Path file = save("12345".getBytes(StandardCharsets.UTF_8));
        assertThat(Lines.readLines(file, 5)).containsExactly("12345");
        assertThatThrownBy(() -> Lines.readLines(file, 4))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("more than 4 bytes");
        assertThatThrownBy(() -> Lines.readLines(folder.resolve("missing"), 4)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void randomLinesComeBackIdentical() throws IOException {
        String[] pieces = {"", "a", " ", "ü", "語", "\uD83D\uDE00", "\u2028", "\u0085", "\t", "\uFEFFb"};
        Path file = folder.resolve("lines");
        for (int seed = 0; seed < 100; seed++) {
            RandomGenerator random = RandomStreams.of(13, seed);
            List<String> lines = new ArrayList<>(List.of("first"));
            for (int i = random.nextInt(6); i > 0; i--) {
                lines.add(pieces[random.nextInt(pieces.length)] + pieces[random.nextInt(pieces.length)]);
            }
            Lines.writeLines(file, lines);
            assertThat(Lines.readLines(file, 1000)).as("seed %d", seed).isEqualTo(lines);
        }
        Lines.writeLines(file, List.of());
        assertThat(Lines.readLines(file, 0)).isEmpty();
        Lines.writeLines(file, List.of("a", "ö"));
        assertThat(file).hasContent("a\nö\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "\n", "a\r", "\r\n"})
    void refusesToWriteLineBreaks(String line) {
        assertThatThrownBy(() -> Lines.writeLines(folder.resolve("lines"), List.of("good", line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lines:2: ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesToWriteWhatWouldNotComeBack() {
        assertThatThrownBy(() -> Lines.writeLines(folder.resolve("lines"), List.of("\uFEFFx")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Lines.writeLines(folder.resolve("lines"), List.of("\uDC00")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder).isEmptyDirectory();
    }

    private Path save(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file"), bytes);
    }
}
