package org.memn2n.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.random.RandomStreams;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;

class SafetensorsFormatTest {
    private static final String ENTRY = "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}";

    @TempDir
    Path folder;

    @Test
    void randomContentsComeBackIdentical() throws IOException {
        Path file = folder.resolve("random.safetensors");
        for (int seed = 0; seed < 300; seed++) {
            TensorFile content = TensorFiles.random(RandomStreams.of(11, seed));
            Safetensors.write(file, content);
            assertThat(TensorFiles.describe(Safetensors.readVerified(file)))
                    .as("seed %d", seed)
                    .isEqualTo(TensorFiles.describe(content));
            assertThat(TensorFiles.describe(Safetensors.read(file)))
                    .as("seed %d, plain", seed)
                    .isEqualTo(TensorFiles.describe(content));
        }
    }

    @Test
    void tensorsOfManyChunksComeBackIdentical() throws IOException {
        HostTensor large = HostTensor.zeros(Shape.of(3, SafetensorsWriter.CHUNK_FLOATS - 1));
        for (int i = 0; i < large.values().length; i++) {
            large.values()[i] = i;
        }
        Path file = folder.resolve("large.safetensors");
        Safetensors.write(file, new TensorFile(Map.of("large", large), Map.of()));
        assertThat(tensor(Safetensors.readVerified(file), "large").values()).isEqualTo(large.values());
    }

    @Test
    void readsFileMadeByHandWithEntriesInAnyOrderAndPadding() throws IOException {
        String header = "{" + ENTRY.formatted("second", "[2,1]", 4, 12) + ", \"__metadata__\": {\"k\":\"v\"},\n"
                + ENTRY.formatted("erste ä", "[]", 0, 4) + "," + ENTRY.formatted("empty", "[0,3]", 4, 4) + "}   ";
        TensorFile content = Safetensors.read(save(TensorFiles.bytes(header, 5, 6, -7)));

        assertThat(content.tensors().keySet()).containsExactly("second", "erste ä", "empty");
        assertThat(content.metadata()).containsExactly(Map.entry("k", "v"));
        assertThat(tensor(content, "erste ä").shape()).isEqualTo(Shape.of());
        assertThat(tensor(content, "erste ä").values()).containsExactly(5);
        assertThat(tensor(content, "second").shape()).isEqualTo(Shape.of(2, 1));
        assertThat(tensor(content, "second").values()).containsExactly(6, -7);
        assertThat(tensor(content, "empty").shape()).isEqualTo(Shape.of(0, 3));
    }

    @Test
    void readsTheEmptyHeader() throws IOException {
        TensorFile content = Safetensors.read(save(TensorFiles.bytes("{}")));
        assertThat(content.tensors()).isEmpty();
        assertThat(content.metadata()).isEmpty();
    }

    @Test
    void otherReadersUnderstandWhatIsWritten() throws IOException {
        TensorFile content = TensorFiles.small();
        byte[] bytes = written(content);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(buffer.getLong());
        int data = Long.BYTES + length;
        assertThat(data % 8).as("alignment of the data").isZero();
        JsonNode header = new ObjectMapper().readTree(new String(bytes, Long.BYTES, length, StandardCharsets.UTF_8));
        assertThat(header.fieldNames()).toIterable().containsExactly("__metadata__", "embedding", "größe");
        assertThat(header.path("__metadata__").path("format").textValue()).isEqualTo("test");

        int end = 0;
        for (Map.Entry<String, HostTensor> tensor : content.tensors().entrySet()) {
            JsonNode entry = header.path(tensor.getKey());
            List<Integer> shape = new ArrayList<>();
            entry.path("shape").forEach(extent -> shape.add(extent.intValue()));
            assertThat(shape.stream().mapToInt(Integer::intValue).toArray())
                    .isEqualTo(tensor.getValue().shape().extents());
            assertThat(entry.path("dtype").textValue()).isEqualTo("F32");
            assertThat(entry.path("data_offsets").get(0).intValue()).isEqualTo(end);
            for (float value : tensor.getValue().values()) {
                assertThat(buffer.getFloat(data + end)).isEqualTo(value);
                end += Float.BYTES;
            }
            assertThat(entry.path("data_offsets").get(1).intValue()).isEqualTo(end);
        }
        assertThat(bytes).hasSize(data + end);
    }

    @Test
    void checksumCanBeComputedAgainFromItsDefinition() throws IOException, GeneralSecurityException {
        String file = new String(written(TensorFiles.small()), StandardCharsets.ISO_8859_1);
        int start = file.indexOf("\"memn2n.sha256\":\"") + "\"memn2n.sha256\":\"".length();
        String digits = file.substring(start, start + 64);
        String digested = file.replace(digits, "0".repeat(64));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(digested.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(digits).isEqualTo(HexFormat.of().formatHex(digest));
    }

    @Test
    void equalContentGivesEqualBytes() throws IOException {
        assertThat(written(TensorFiles.small())).isEqualTo(written(TensorFiles.small()));
        TensorFile other = new TensorFile(TensorFiles.small().tensors(), Map.of("format", "tesu"));
        assertThat(written(other)).isNotEqualTo(written(TensorFiles.small()));
    }

    @Test
    void foreignFilesAreReadButNotVerified() throws IOException {
        Path file = save(TensorFiles.bytes("{" + ENTRY.formatted("x", "[1]", 0, 4) + "}", 1));
        assertThat(Safetensors.read(file).tensors()).containsOnlyKeys("x");
        assertThatThrownBy(() -> Safetensors.readVerified(file))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("no metadata key \"memn2n.sha256\"");
    }

    @Test
    void neverSavesValuesThatAreNotFinite() throws IOException {
        Path file = folder.resolve("target.safetensors");
        Safetensors.write(file, TensorFiles.small());
        byte[] before = Files.readAllBytes(file);
        int index = SafetensorsWriter.CHUNK_FLOATS + 2;
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            HostTensor tensor = HostTensor.zeros(Shape.of(2, SafetensorsWriter.CHUNK_FLOATS));
            tensor.values()[index] = bad;
            assertThatThrownBy(() -> Safetensors.write(file, new TensorFile(Map.of("bad", tensor), Map.of())))
                    .isInstanceOfSatisfying(NonFiniteValueException.class, e -> {
                        assertThat(e.tensor()).isEqualTo("bad");
                        assertThat(e.index()).isEqualTo(index);
                    })
                    .hasMessageContaining("\"bad\" holds " + bad + " at index " + index);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void refusesToSaveWhatItCouldNotLoad() {
        HostTensor one = HostTensor.zeros(Shape.of());
        int[] manyAxes = new int[SafetensorsHeader.MAX_RANK + 1];
        Map<String, String> huge = new LinkedHashMap<>();
        huge.put("huge", "x".repeat(SafetensorsHeader.MAX_BYTES));
        List<TensorFile> contents = List.of(
                new TensorFile(Map.of("n".repeat(SafetensorsHeader.MAX_NAME_CHARACTERS + 1), one), Map.of()),
                new TensorFile(Map.of("axes", HostTensor.zeros(Shape.of(manyAxes))), Map.of()),
                new TensorFile(Map.of("half a pair \uD83D", one), Map.of()),
                new TensorFile(Map.of(), huge));
        for (TensorFile content : contents) {
            assertThatThrownBy(() -> Safetensors.write(folder.resolve("file"), content))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(folder).isEmptyDirectory();
        assertThatThrownBy(() -> new TensorFile(Map.of("__metadata__", one), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TensorFile(Map.of(), Map.of("memn2n.sha256", "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acceptsNamesUpToTheLimit() throws IOException {
        String name = "語".repeat(SafetensorsHeader.MAX_NAME_CHARACTERS);
        TensorFile content = new TensorFile(Map.of(name, HostTensor.zeros(Shape.of(1))), Map.of());
        Path file = save(written(content));
        assertThat(Safetensors.readVerified(file).tensors()).containsOnlyKeys(name);
    }

    @Test
    void missingFilesAreNotCorrupt() {
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("missing"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> Safetensors.read(folder))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(CorruptFileException.class);
    }

    private static HostTensor tensor(TensorFile content, String name) {
        return Objects.requireNonNull(content.tensors().get(name), name);
    }

    private byte[] written(TensorFile content) throws IOException {
        Path file = folder.resolve("written.safetensors");
        Safetensors.write(file, content);
        return Files.readAllBytes(file);
    }

    private Path save(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file.safetensors"), bytes);
    }
}
