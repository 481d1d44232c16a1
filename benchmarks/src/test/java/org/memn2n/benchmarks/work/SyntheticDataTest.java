package org.memn2n.benchmarks.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.tensor.HostTensor;

/** The synthetic data has the very bits that {@code peers/common.py} makes; {@code data.json} holds its checksums. */
class SyntheticDataTest {
    record Checksums(String shape, Map<String, Long> inputs, Map<String, Long> weights) {
        @Override
        public String toString() {
            return shape;
        }
    }

    record Data(String madeBy, List<Checksums> shapes) {}

    static Stream<Checksums> checksums() {
        return PeerAgreement.read("data.json", Data.class).shapes().stream();
    }

    @Test
    void everyShapeHasChecksums() {
        assertThat(checksums().map(Checksums::shape))
                .containsExactlyElementsOf(
                        Shapes.all().stream().map(WorkShape::name).toList());
    }

    @ParameterizedTest
    @MethodSource("checksums")
    void inputsAreThoseOfThePeers(Checksums golden) {
        WorkShape shape = Shapes.named(golden.shape());
        Map<String, Long> found = new LinkedHashMap<>();
        int[][][] stories = SyntheticData.stories(shape);
        int[][] slots = Stream.of(stories).flatMap(Stream::of).toArray(int[][]::new);
        found.put("story", crc(padded(slots, shape.sentenceWords())));
        if (shape.kind() == WorkShape.Kind.QUESTIONS) {
            found.put("query", crc(padded(SyntheticData.questions(shape), shape.sentenceWords())));
        }
        found.put("answer", crc(SyntheticData.answers(shape)));
        assertThat(found).isEqualTo(golden.inputs());
    }

    @ParameterizedTest
    @MethodSource("checksums")
    void weightsAreThoseOfThePeers(Checksums golden) {
        Map<String, Long> found = new LinkedHashMap<>();
        SyntheticData.weights(Shapes.named(golden.shape())).forEach((name, tensor) -> found.put(name, crc(tensor)));
        assertThat(found).isEqualTo(golden.weights());
    }

    @Test
    void aChecksumNoticesOneBit() {
        HostTensor tensor = SyntheticData.normal(100, 0.1, 13, 8);
        long before = crc(tensor);
        tensor.values()[57] = Math.nextUp(tensor.values()[57]);
        assertThat(crc(tensor)).isNotEqualTo(before);
    }

    private static int[] padded(int[][] sentences, int width) {
        int[] words = new int[sentences.length * width];
        for (int s = 0; s < sentences.length; s++) {
            System.arraycopy(sentences[s], 0, words, s * width, sentences[s].length);
        }
        return words;
    }

    private static long crc(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return crc(bytes);
    }

    private static long crc(HostTensor tensor) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor.values());
        return crc(bytes);
    }

    private static long crc(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
