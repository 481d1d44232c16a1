package org.memn2n.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.memn2n.random.RandomStreams;

class BabiReaderFuzzTest {
    private static final int MUTATIONS = 5_000;
    private static final byte[] VALID = Texts.VALID.getBytes(StandardCharsets.UTF_8);

    /** Bytes that mean something to the reader, so that mutations reach more than its first check. */
    private static final byte[] TELLING = {'\t', '\n', '\r', ' ', '?', '.', '0', '1', '9', 'A', (byte) 0xC3, (byte) 0xEF
    };

    @Test
    void mutatedTextIsReadOrRefusedWithItsLine() {
        int read = 0;
        int refused = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            byte[] text = mutated(RandomStreams.of(seed));
            Answers answers = seed % 2 == 0 ? Answers.REQUIRED : Answers.OPTIONAL;
            try {
                check(Texts.read(text, answers));
                read++;
            } catch (DataException e) {
                assertThat(e.line()).as("seed %d: %s", seed, e.getMessage()).isBetween(1, 30);
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + Arrays.toString(text), e);
            }
        }
        // Both must be common, or the mutations test nothing.
        assertThat(read).isGreaterThan(MUTATIONS / 10);
        assertThat(refused).isGreaterThan(MUTATIONS / 10);
    }

    private static void check(List<Example> examples) {
        for (Example example : examples) {
            if (example.question().words().isEmpty()) {
                throw new IllegalStateException("a question without words at " + example.place());
            }
            for (int fact : example.supportingFacts()) {
                example.story().get(fact);
            }
        }
    }

    private static byte[] mutated(RandomGenerator random) {
        byte[] text = VALID;
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(text.length + 1);
            int to = Math.min(text.length, at + random.nextInt(4));
            ByteArrayOutputStream changed = new ByteArrayOutputStream();
            changed.write(text, 0, at);
            switch (random.nextInt(5)) {
                case 0 -> changed.write(random.nextInt(256));
                case 1 -> changed.write(TELLING[random.nextInt(TELLING.length)]);
                case 2 -> changed.write(text, at / 2, at - at / 2);
                default -> { // deletes only
                }
            }
            changed.write(text, to, text.length - to);
            text = changed.toByteArray();
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(text, random.nextInt(text.length + 1)) : text;
    }
}
