package org.memn2n.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each header here is one step away from {@link #GOOD}, which is accepted. */
class SafetensorsRejectionTest {
    private static final String GOOD = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]},\"__metadata__\":{\"k\":\"v\"}}";

    @TempDir
    Path folder;

    @Test
    void acceptsTheHeaderThatTheOthersAreDerivedFrom() throws IOException {
        assertThat(Safetensors.read(save(TensorFiles.bytes(GOOD, 1, 2, 3))).tensors())
                .containsOnlyKeys("a", "b");
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("{\"a\"", " {\"a\"", "without braces"),
                Arguments.of("{\"a\"", "[\"a\"", "without braces"),
                Arguments.of("\"v\"}}", "\"v\"}}\t", "only spaces"),
                Arguments.of("\"v\"}}", "\"v\"}} {}", "one object"),
                Arguments.of("\"v\"}}", "\"v\"},}", "not JSON"),
                Arguments.of("\"b\":{", "\"a\":{", "the name \"a\" twice"),
                Arguments.of("\"b\":{", "\"__metadata__\":{\"k\":\"v\"},\"b\":{", "the name \"__metadata__\" twice"),
                Arguments.of("{\"k\":\"v\"}", "{\"k\":\"v\",\"k\":\"w\"}", "the metadata key \"k\" twice"),
                Arguments.of("{\"k\":\"v\"}", "{\"k\":1}", "VALUE_NUMBER_INT as the metadata \"k\""),
                Arguments.of("{\"k\":\"v\"}", "{\"k\":null}", "VALUE_NULL as the metadata \"k\""),
                Arguments.of("{\"k\":\"v\"}", "null", "VALUE_NULL as __metadata__"),
                Arguments.of("{\"k\":\"v\"}", "[]", "START_ARRAY as __metadata__"),
                Arguments.of("\"v\"", "\"\\ud800\"", "surrogate pair"),
                Arguments.of("\"a\":", "\"\\udc00\":", "surrogate"),
                Arguments.of("\"shape\":[2]", "\"shape\":[2],\"shape\":[2]", "the field \"shape\" twice in tensor"),
                Arguments.of("\"shape\":[2]", "\"shape\":[2],\"strides\":[1]", "the field \"strides\""),
                Arguments.of("\"shape\":[2],", "", "only the fields"),
                Arguments.of("\"dtype\":\"F32\",\"shape\":[2]", "\"shape\":[2]", "only the fields"),
                Arguments.of(",\"data_offsets\":[4,12]", "", "only the fields"),
                Arguments.of("\"F32\"", "\"F16\"", "not supported; expected F32"),
                Arguments.of("\"F32\"", "\"f32\"", "not supported; expected F32"),
                Arguments.of("\"F32\"", "32", "VALUE_NUMBER_INT as the dtype"),
                Arguments.of("[2]", "[-2]", "\"-2\" in the shape"),
                Arguments.of("[2]", "[-0]", "\"-0\" in the shape"),
                Arguments.of("[2]", "[2.0]", "\"2.0\" in the shape"),
                Arguments.of("[2]", "[2e0]", "\"2e0\" in the shape"),
                Arguments.of("[2]", "[\"2\"]", "\"2\" in the shape"),
                Arguments.of("[2]", "[null]", "\"null\" in the shape"),
                Arguments.of("[2]", "[[2]]", "\"[\" in the shape"),
                Arguments.of("[2]", "2", "VALUE_NUMBER_INT as the shape"),
                Arguments.of("[2]", "[02]", "not JSON"),
                Arguments.of("[2]", "[NaN]", "not JSON"),
                Arguments.of("[2]", "[2147483648]", "at most 2147483647 elements"),
                Arguments.of("[2]", "[65536,65536]", "at most 2147483647 elements"),
                Arguments.of("[2]", "[4294967296,4294967296]", "at most 2147483647 elements"),
                Arguments.of("[2]", "[9223372036854775808]", "an integer from 0"),
                Arguments.of("[2]", "[" + "9".repeat(500) + "]", "not JSON"),
                Arguments.of("[2]", "[2" + ",1".repeat(64) + "]", "more than 64 numbers"),
                Arguments.of("[2]", "[2147483647]", "8589934588 bytes for the shape"),
                Arguments.of("[2]", "[3]", "12 bytes for the shape [3] of F32"),
                Arguments.of("[4,12]", "[12,4]", "a begin that is not after the end"),
                Arguments.of("[4,12]", "[0,8]", "a begin of 4"),
                Arguments.of("[4,12]", "[5,13]", "a begin of 4"),
                Arguments.of("[4,12]", "[-4,4]", "\"-4\" in the data_offsets"),
                Arguments.of("[4,12]", "[4]", "1 data_offsets"),
                Arguments.of("[4,12]", "[4,12,12]", "more than 2 numbers"),
                Arguments.of("[4,12]", "[9223372036854775800,9223372036854775807]", "8 bytes for the shape"),
                Arguments.of("[2],\"data_offsets\":[4,12]", "[1],\"data_offsets\":[4,8]", "8 bytes, where the last"),
                Arguments.of("[2],\"data_offsets\":[4,12]", "[3],\"data_offsets\":[4,16]", "16 bytes, where the last"),
                Arguments.of("[1,1],\"data_offsets\":[0,4]", "[0],\"data_offsets\":[8,8]", "a begin of 0"),
                Arguments.of("\"b\":{", "\"b\":[{", "START_ARRAY as tensor \"b\""),
                Arguments.of("\"b\":{", "\"" + "b".repeat(5000) + "\":{", "not JSON"),
                Arguments.of("\"b\":{", "\"b\n\":{", "not JSON"),
                Arguments.of("\"v\"", "\"" + "[".repeat(5000), "not JSON"),
                Arguments.of("\"v\"", "[".repeat(100_000), "START_ARRAY as the metadata"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void refuses(String part, String replacement, String message) throws IOException {
        assertThat(GOOD).contains(part);
        String header = GOOD.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(replacement));
        assertCorrupt(TensorFiles.bytes(header, 1, 2, 3), message);
    }

    @Test
    void refusesValuesThatAreNotFinite() throws IOException {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertCorrupt(TensorFiles.bytes(GOOD, 1, 2, bad), bad + " at index 1 of tensor \"b\"");
        }
    }

    @Test
    void refusesTrailingBytes() throws IOException {
        byte[] good = TensorFiles.bytes(GOOD, 1, 2, 3);
        assertCorrupt(Arrays.copyOf(good, good.length + 1), "13 bytes after the header");
    }

    @Test
    void refusesEveryWrongHeaderLength() throws IOException {
        byte[] good = TensorFiles.bytes(GOOD, 1, 2, 3);
        int available = good.length - Long.BYTES;
        for (long length : new long[] {
            0,
            1,
            GOOD.length() - 1,
            GOOD.length() + 1,
            available,
            available + 1,
            SafetensorsHeader.MAX_BYTES,
            SafetensorsHeader.MAX_BYTES + 1,
            Integer.MAX_VALUE,
            1L << 32,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            -1
        }) {
            byte[] bad = good.clone();
            ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            assertThatThrownBy(() -> Safetensors.read(save(bad)))
                    .as("length %d", length)
                    .isInstanceOf(CorruptFileException.class);
        }
    }

    @Test
    void refusesHeadersOverTheLimitEvenIfTheFileIsThatLong() throws IOException {
        int length = SafetensorsHeader.MAX_BYTES + 1;
        byte[] bytes = new byte[Long.BYTES + length];
        Arrays.fill(bytes, (byte) ' ');
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, length)
                .put(8, (byte) '{')
                .put(9, (byte) '}');
        assertCorrupt(bytes, "a header length of " + length + "; expected at most 16777216");
    }

    @Test
    void refusesHeadersThatAreNotUtf8() throws IOException {
        byte[] bad = TensorFiles.bytes(GOOD, 1, 2, 3);
        bad[10] = (byte) 0xC3;
        assertCorrupt(bad, "the malformed byte 0xc3 at offset 2");
    }

    @Test
    void refusesChecksumsThatAreWrongOrNotUnique() throws IOException {
        String digits = "0123456789abcdef".repeat(4);
        String key = "\"memn2n.sha256\":\"";
        assertCorrupt(withMetadata(key + digits + "\""), "the checksum " + digits + " it was saved with");
        assertCorrupt(withMetadata(key + digits + "\",\"copy\":\"" + digits + "\""), "that occur once");
        assertCorrupt(withMetadata(key + digits.toUpperCase(Locale.ROOT) + "\""), "64 lower-case");
        assertCorrupt(withMetadata(key + digits.substring(0, 63) + "\\u0066\""), "that occur once");
        assertCorrupt(withMetadata(key + "\""), "64 lower-case");
    }

    @Test
    void messagesAreShortAndPrintableWhateverTheNames() throws IOException {
        String header =
                GOOD.replace("\"b\"", "\"\\u001b[2J" + "b".repeat(4000) + "\"").replace("[2]", "[3]");
        assertThatThrownBy(() -> Safetensors.read(save(TensorFiles.bytes(header, 1, 2, 3))))
                .isInstanceOfSatisfying(CorruptFileException.class, e -> {
                    assertThat(e.getMessage()).hasSizeLessThan(600).doesNotContain("\u001b");
                    assertThat(e.place()).isEqualTo(folder.resolve("file").toString());
                });
    }

    private static byte[] withMetadata(String metadata) {
        return TensorFiles.bytes(GOOD.replace("\"k\":\"v\"", metadata), 1, 2, 3);
    }

    private void assertCorrupt(byte[] bytes, String message) throws IOException {
        Path file = save(bytes);
        assertThatThrownBy(() -> Safetensors.read(file))
                .as(() -> new String(bytes, StandardCharsets.ISO_8859_1).substring(0, Math.min(400, bytes.length)))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message)
                .hasMessageContaining("Remedy: ");
    }

    private Path save(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file"), bytes);
    }
}
