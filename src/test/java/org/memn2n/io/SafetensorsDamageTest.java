package org.memn2n.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.apache.commons.math3.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.random.RandomStreams;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;

/** Damage of every kind: the file is refused or read unchanged, and little memory is taken.
 * The damaged files are kept in memory, because there are many. */
class SafetensorsDamageTest {
    private static final long MOST_ALLOCATED_BYTES = 1 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<Object> original = TensorFiles.describe(TensorFiles.small());

    @TempDir
    Path folder;

    private byte[] bytes;

    @BeforeEach
    void write() throws IOException {
        Path file = folder.resolve("file.safetensors");
        Safetensors.write(file, TensorFiles.small());
        bytes = Files.readAllBytes(file);
        // The first reading loads classes, which is not what the memory checks are about.
        assertThat(read(bytes, true)).contains(original);
    }

    /** The described content of these bytes as a file, or nothing if it is refused as corrupt. */
    private static Optional<List<Object>> read(byte[] file, boolean verified) throws IOException {
        try (SeekableByteChannel channel = new SeekableInMemoryByteChannel(file)) {
            return Optional.of(TensorFiles.describe(new SafetensorsReader(channel, "file").read(verified)));
        } catch (CorruptFileException e) {
            return Optional.empty();
        }
    }

    @Test
    void refusesTheFileCutAtEveryLength() throws IOException {
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            long before = allocated();
            assertThat(read(cut, false)).as("cut at %d", length).isEmpty();
            assertThat(allocated() - before).as("memory at %d", length).isLessThan(MOST_ALLOCATED_BYTES);
        }
    }

    @Test
    void refusesEverySingleBitFlippedWhenVerified() throws IOException {
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] flipped = flip(bit);
            long before = allocated();
            assertThat(read(flipped, true)).as("bit %d", bit).isEmpty();
            assertThat(allocated() - before).as("memory at bit %d", bit).isLessThan(MOST_ALLOCATED_BYTES);
        }
    }

    /** The plain reader cannot tell a damaged key of the checksum from a file that has none. */
    @Test
    void missesOnlyDamageToTheKeyOfTheChecksumWhenPlain() throws IOException {
        int key = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(Checksum.KEY);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            boolean inKey = bit / 8 >= key && bit / 8 < key + Checksum.KEY.length();
            if (!inKey) {
                assertThat(read(flip(bit), false)).as("bit %d", bit).isEmpty();
            }
        }
        byte[] otherKey = bytes.clone();
        otherKey[key] ^= 1;
        assertThat(read(otherKey, false)).isPresent().get().isNotEqualTo(original);
    }

    @Test
    void survivesRandomDamageToFilesWithAndWithoutChecksum() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]},\"__metadata__\":{\"k\":\"v\"}} ";
        byte[] foreign = TensorFiles.bytes(header, 1, 2, 3);
        int accepted = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            RandomGenerator random = RandomStreams.of(12, seed);
            boolean verified = random.nextBoolean();
            byte[] damaged = damage(verified ? bytes : foreign, random);
            try {
                Optional<List<Object>> content = read(damaged, verified);
                if (verified && content.isPresent()) {
                    assertThat(damaged).as("seed %d", seed).isEqualTo(bytes);
                }
                accepted += content.isPresent() ? 1 : 0;
            } catch (IOException | RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(accepted).as("damage that leaves a valid file").isBetween(50, 10_000);
    }

    @Test
    void takesNoMemoryForWhatASmallFileClaims() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[0,%d]}}";
        for (String shape : List.of("2147483647", "65536,32767", "0")) {
            byte[] claim = TensorFiles.bytes(header.formatted(shape, 4L * Integer.MAX_VALUE), 1);
            long before = allocated();
            assertThat(read(claim, false)).as(shape).isEmpty();
            assertThat(allocated() - before).as(shape).isLessThan(MOST_ALLOCATED_BYTES);
        }
    }

    @Test
    void takesLittleMoreMemoryThanTheValuesOfALargeFile() throws IOException {
        int size = 2_000_000;
        Path large = folder.resolve("large.safetensors");
        Safetensors.write(large, new TensorFile(Map.of("a", HostTensor.zeros(Shape.of(2, size / 2))), Map.of()));
        long before = allocated();
        assertThat(Safetensors.readVerified(large).tensors()).containsOnlyKeys("a");
        assertThat(allocated() - before).isLessThan((long) Float.BYTES * size + MOST_ALLOCATED_BYTES);
    }

    @Test
    void refusesFilesThatShrinkWhileTheyAreRead() throws IOException {
        int full = bytes.length;
        try (SeekableByteChannel channel = new SeekableInMemoryByteChannel(Arrays.copyOf(bytes, full - 4)) {
            @Override
            public long size() {
                return full;
            }
        }) {
            assertThatThrownBy(() -> new SafetensorsReader(channel, "file").read(true))
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageContaining("the end of the file at byte " + (full - 4));
        }
    }

    @Test
    void measuresMemory() {
        long before = allocated();
        assertThat(new byte[(int) MOST_ALLOCATED_BYTES]).isNotEmpty();
        assertThat(allocated() - before).isGreaterThanOrEqualTo(MOST_ALLOCATED_BYTES);
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private byte[] flip(int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        return flipped;
    }

    /** One to three times: a byte set, inserted or deleted, or a stretch copied to another place. */
    private static byte[] damage(byte[] original, RandomGenerator random) {
        byte[] bytes = original;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            int at = random.nextInt(bytes.length);
            bytes = switch (random.nextInt(4)) {
                case 0 -> replace(bytes, at, at + 1, (byte) random.nextInt(256));
                case 1 -> replace(bytes, at, at, (byte) random.nextInt(256));
                case 2 -> replace(bytes, at, at + 1);
                default -> {
                    int from = random.nextInt(bytes.length);
                    int to = Math.min(bytes.length, from + random.nextInt(20));
                    yield replace(
                            bytes,
                            at,
                            Math.min(bytes.length, at + random.nextInt(20)),
                            Arrays.copyOfRange(bytes, from, to));
                }
            };
        }
        return bytes;
    }

    private static byte[] replace(byte[] bytes, int begin, int end, byte... replacement) {
        byte[] result = new byte[begin + replacement.length + bytes.length - end];
        System.arraycopy(bytes, 0, result, 0, begin);
        System.arraycopy(replacement, 0, result, begin, replacement.length);
        System.arraycopy(bytes, end, result, begin + replacement.length, bytes.length - end);
        return result;
    }
}
