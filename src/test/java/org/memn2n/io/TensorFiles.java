package org.memn2n.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.random.RandomGenerator;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;

/** Contents of tensor files for tests, and their comparison. */
final class TensorFiles {
    private TensorFiles() {}

    /** Two tensors and one metadata entry; small, so that every damage to its file can be tried. */
    static TensorFile small() {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put("embedding", new HostTensor(Shape.of(2, 3), new float[] {1, -2, 0.5f, -0.0f, 1e-42f, 3e38f}));
        tensors.put("größe", new HostTensor(Shape.of(), new float[] {7}));
        return new TensorFile(tensors, Map.of("format", "test"));
    }

    /** Up to six tensors of rank 0 to 3 with extents from 0 to 5, finite values of any bit pattern. */
    static TensorFile random(RandomGenerator random) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        for (int t = random.nextInt(7); t > 0; t--) {
            int[] extents = new int[random.nextInt(4)];
            Arrays.setAll(extents, axis -> random.nextInt(6));
            HostTensor tensor = HostTensor.zeros(Shape.of(extents));
            for (int i = 0; i < tensor.values().length; i++) {
                tensor.values()[i] = finite(random);
            }
            tensors.put("t" + t + text(random), tensor);
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        for (int m = random.nextInt(4); m > 0; m--) {
            metadata.put("m" + m + text(random), text(random));
        }
        return new TensorFile(tensors, metadata);
    }

    private static float finite(RandomGenerator random) {
        float value = Float.NaN;
        while (!Float.isFinite(value)) {
            value = Float.intBitsToFloat(random.nextInt());
        }
        return value;
    }

    private static String text(RandomGenerator random) {
        String[] pieces = {"", "word", "ü", "語", "\uD83D\uDE00", "\"", "\\", "\n", "\u0000", " ", "0".repeat(64)};
        return pieces[random.nextInt(pieces.length)] + pieces[random.nextInt(pieces.length)];
    }

    /** Everything in the content, in order and with the bits of each value: equal exactly for identical contents. */
    static List<Object> describe(TensorFile content) {
        List<Object> all = new ArrayList<>();
        content.tensors().forEach((name, tensor) -> {
            List<Integer> bits = new ArrayList<>();
            for (float value : tensor.values()) {
                bits.add(Float.floatToRawIntBits(value));
            }
            all.add(List.of(name, tensor.shape(), bits));
        });
        content.metadata().forEach((key, value) -> all.add(List.of(key, value)));
        return all;
    }

    /** A file made by hand: length, header text, values. */
    static byte[] bytes(String header, float... values) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + json.length + values.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }
}
