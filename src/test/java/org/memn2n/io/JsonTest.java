package org.memn2n.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    enum Kind {
        FIRST,
        SECOND
    }

    record Layer(int width, Kind kind) {
        Layer {
            if (width < 0) {
                throw new IllegalArgumentException("negative width " + width);
            }
        }
    }

    record Sample(
            String name,
            long seed,
            double rate,
            boolean shared,
            List<Layer> layers,
            Map<String, Float> scores,
            @JsonSetter(nulls = Nulls.SET) @Nullable String note) {
        public boolean isLarge() {
            return layers.size() > 1;
        }
    }

    record Numbers(double[] doubles, float[] floats, Double boxed, Object any) {}

    private static final Sample SAMPLE = new Sample(
            "größe \uD83D\uDE00 \"\n\u2028",
            Long.MAX_VALUE,
            0.1,
            true,
            List.of(new Layer(0, Kind.FIRST), new Layer(20, Kind.SECOND)),
            Map.of("b", 1e-42f, "a", -0.0f),
            null);

    private static final String GOOD = "{\"name\":\"n\",\"seed\":1,\"rate\":0.5,\"shared\":true,"
            + "\"layers\":[{\"width\":3,\"kind\":\"FIRST\"}],\"scores\":{\"a\":1.0},\"note\":null}";

    @TempDir
    Path folder;

    @Test
    void recordsComeBackEqual() throws IOException {
        Path file = folder.resolve("sample.json");
        Json.write(file, SAMPLE);
        assertThat(Json.read(file, Sample.class)).isEqualTo(SAMPLE);
        assertThat(Json.parse(Json.line(SAMPLE), Sample.class, "line")).isEqualTo(SAMPLE);
    }

    @Test
    void filesAreIndentedOrderedAndEndWithALineFeed() throws IOException {
        Map<String, Float> scores = new HashMap<>();
        for (int i = 99; i >= 10; i--) {
            scores.put("s" + i, 1f);
        }
        Path file = folder.resolve("sample.json");
        Json.write(file, new Sample("n", 1, 1, false, List.of(), scores, "x"));
        String text = Files.readString(file);
        assertThat(text)
                .startsWith("{\n  \"name\" : \"n\",\n  \"seed\" : 1,\n")
                .endsWith("},\n  \"note\" : \"x\"\n}\n");
        assertThat(text.lines().filter(line -> line.matches(" +\"s\\d\\d.*")))
                .hasSize(90)
                .isSorted();
        assertThat(text).doesNotContain("large");
    }

    @Test
    void linesHoldNoLineFeed() {
        assertThat(Json.line(SAMPLE))
                .doesNotContain("\n")
                .startsWith("{\"name\":")
                .endsWith("}");
        assertThat(Json.line(Map.of())).isEqualTo("{}");
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of(
                        "\"seed\":1",
                        "\"seed\":1,\"sead\":2",
                        "the unknown property \"sead\" at $.sead; expected only"),
                Arguments.of("\"seed\":1", "\"seed\":1,\"seed\":1", "Duplicate field 'seed'"),
                Arguments.of("\"a\":1.0", "\"a\":1.0,\"a\":1.0", "Duplicate field 'a'"),
                Arguments.of("\"seed\":1,", "", "Missing creator property 'seed'"),
                Arguments.of("\"name\":\"n\",", "", "Missing creator property 'name'"),
                Arguments.of(",\"note\":null", "", "Missing creator property 'note'"),
                Arguments.of("\"seed\":1", "\"seed\":null", "at $.seed"),
                Arguments.of("\"n\"", "null", "at $.name"),
                Arguments.of("[{\"width\":3,\"kind\":\"FIRST\"}]", "null", "at $.layers"),
                Arguments.of("[{\"width\":3,\"kind\":\"FIRST\"}]", "[null]", "at $.layers"),
                Arguments.of("{\"a\":1.0}", "{\"a\":null}", "at $.scores"),
                Arguments.of("\"seed\":1", "\"seed\":\"1\"", "at $.seed"),
                Arguments.of("\"seed\":1", "\"seed\":1.5", "at $.seed"),
                Arguments.of("\"seed\":1", "\"seed\":1.0", "at $.seed"),
                Arguments.of("\"seed\":1", "\"seed\":9223372036854775808", "at $.seed"),
                Arguments.of("\"seed\":1", "\"seed\":true", "at $.seed"),
                Arguments.of("\"seed\":1", "\"seed\":01", "Invalid numeric value"),
                Arguments.of("\"seed\":1", "\"seed\":" + "1".repeat(1000), "Number value length"),
                Arguments.of("\"n\"", "1", "at $.name"),
                Arguments.of("true", "1", "at $.shared"),
                Arguments.of("true", "\"true\"", "at $.shared"),
                Arguments.of("0.5", "\"0.5\"", "at $.rate"),
                Arguments.of("0.5", "NaN", "NaN"),
                Arguments.of("0.5", "\"NaN\"", "the number NaN is not finite at $.rate"),
                Arguments.of("0.5", "1e999", "the number Infinity is not finite at $.rate"),
                Arguments.of("1.0", "\"-Infinity\"", "the number -Infinity is not finite at $.scores.a"),
                Arguments.of("1.0", "1e39", "not finite at $.scores.a"),
                Arguments.of("3", "-3", "negative width -3 at $.layers[0]"),
                Arguments.of("\"FIRST\"", "\"THIRD\"", "at $.layers[0].kind"),
                Arguments.of("\"FIRST\"", "\"\"", "at $.layers[0].kind"),
                Arguments.of("[{\"width\":3,\"kind\":\"FIRST\"}]", "\"\"", "at $.layers"),
                Arguments.of("{\"width\":3,\"kind\":\"FIRST\"}", "3", "at $.layers[0]"),
                Arguments.of("{\"width\":3,\"kind\":\"FIRST\"}", "\"" + "x".repeat(5000) + "\"", "at $.layers[0]"),
                Arguments.of("\"n\"", "1.5", "at $.name"),
                Arguments.of("\"n\"", "true", "at $.name"),
                Arguments.of("\"FIRST\"", "0", "at $.layers[0].kind"),
                Arguments.of("null}", "null} {}", "Trailing token"),
                Arguments.of("null}", "null}]", "Unexpected close marker"),
                Arguments.of("null}", "null", "Unexpected end-of-input"),
                Arguments.of("\"note\"", "/* comment */\"note\"", "maybe a (non-standard) comment"),
                Arguments.of("\"note\"", "'note'", "was expecting double-quote"),
                Arguments.of(GOOD, "", "No content"),
                Arguments.of(GOOD, "null", "null"),
                Arguments.of(GOOD, "[]", "START_ARRAY"),
                Arguments.of("{\"a\":1.0}", "[".repeat(100), "at $.scores"),
                Arguments.of(GOOD, "{\"" + "x".repeat(5000) + "\":1}", "Name length"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void refuses(String part, String replacement, String message) throws IOException {
        assertThat(GOOD).contains(part);
        String text = GOOD.replace(part, replacement);
        assertThatThrownBy(() -> Json.parse(text, Sample.class, "log.jsonl:12"))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageStartingWith("log.jsonl:12:")
                .hasMessageContaining(message)
                .hasMessageContaining("Remedy: ")
                .extracting(Throwable::getMessage)
                .satisfies(full -> assertThat(full).hasSizeLessThan(600).doesNotContain("Feature"));
        Path file = Files.writeString(folder.resolve("file.json"), text);
        assertThatThrownBy(() -> Json.read(file, Sample.class))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageStartingWith(file + ":")
                .hasMessageContaining(message);
    }

    @Test
    void acceptsTheTextThatTheOthersAreDerivedFrom() throws IOException {
        assertThat(Json.parse(GOOD, Sample.class, "line").layers()).containsExactly(new Layer(3, Kind.FIRST));
        Path file = Files.writeString(folder.resolve("mark.json"), "\uFEFF" + GOOD + "\r\n");
        assertThat(Json.read(file, Sample.class).seed()).isEqualTo(1);
    }

    @Test
    void namesLineAndColumn() throws IOException {
        Path file = Files.writeString(folder.resolve("file.json"), "{\n  \"width\": 3,\n  \"kind\": FIRST\n}\n");
        assertThatThrownBy(() -> Json.read(file, Layer.class))
                .isInstanceOfSatisfying(
                        CorruptFileException.class, e -> assertThat(e.place()).startsWith(file + ":3:"));
        assertThatThrownBy(() -> Json.parse("{\"width\": x", Layer.class, "log:7"))
                .isInstanceOfSatisfying(
                        CorruptFileException.class, e -> assertThat(e.place()).startsWith("log:7:1"));
    }

    @Test
    void boundsDepthAndSize() throws IOException {
        String deep = "[".repeat(65) + "]".repeat(65);
        assertThatThrownBy(() -> Json.parse(deep, Object.class, "deep"))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("nesting depth");
        Json.parse(deep.substring(1, 129), Object.class, "less deep");

        String large = " ".repeat(Json.MAX_LENGTH) + "1";
        assertThatThrownBy(() -> Json.parse(large, Object.class, "large"))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("16777217 characters");
        Path file = Files.writeString(folder.resolve("large.json"), large);
        assertThatThrownBy(() -> Json.read(file, Object.class))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("more than 16777216 bytes");
    }

    @Test
    void refusesOtherEncodingsAndMissingFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("utf16.json"), GOOD, StandardCharsets.UTF_16);
        assertThatThrownBy(() -> Json.read(file, Sample.class)).isInstanceOf(CorruptFileException.class);
        assertThatThrownBy(() -> Json.read(folder.resolve("missing"), Sample.class))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void takesNoClassNamesFromText() throws IOException {
        String text = "{\"@class\":\"java.lang.ProcessBuilder\"}";
        assertThat(Json.parse(text, Object.class, "line")).isInstanceOf(Map.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void neverWritesNumbersThatAreNotFinite(double bad) {
        double[] doubles = {1, bad};
        float[] floats = {1, (float) bad};
        List<Numbers> values = List.of(
                new Numbers(doubles, new float[0], 1.0, ""),
                new Numbers(new double[0], floats, 1.0, ""),
                new Numbers(new double[0], new float[0], bad, ""),
                new Numbers(new double[0], new float[0], 1.0, List.of((float) bad)));
        Path file = folder.resolve("numbers.json");
        for (Numbers value : values) {
            assertThatThrownBy(() -> Json.line(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the number " + bad + " is not finite at $.");
            assertThatThrownBy(() -> Json.write(file, value)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesToWriteWhatWouldNotBeRead() {
        List<?> deep = List.of();
        for (int depth = 1; depth < 65; depth++) {
            deep = List.of(deep);
        }
        Path file = folder.resolve("file");
        for (Object value : List.of(deep, "x".repeat(Json.MAX_LENGTH))) {
            assertThatThrownBy(() -> Json.write(file, value)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesToWriteHalfOfASurrogatePair() {
        assertThatThrownBy(() -> Json.write(folder.resolve("file"), Map.of("key", "\uD800")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder).isEmptyDirectory();
    }
}
