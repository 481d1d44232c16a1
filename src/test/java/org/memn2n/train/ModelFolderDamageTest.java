package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memn2n.model.ModelOptions;
import org.memn2n.random.RandomStreams;
import org.memn2n.testkit.Bits;
import org.memn2n.testkit.Stories;

/** A damaged file is noticed, whichever bit of it is damaged, with an IOException and nothing else. */
class ModelFolderDamageTest {
    private static final int POSITIONS = 300;

    @TempDir
    private Path folder;

    @BeforeEach
    void train() throws IOException {
        ModelOptions tiny =
                ModelOptions.paper().dimension(2).hops(1).memorySize(2).build();
        TrainingOptions training =
                TrainingOptions.paper().linearEpochs(0).epochs(1).build();
        Small.train(TrainingJob.ofStories("tiny", List.of(1), Stories.simulated(1, 1), tiny, training, folder));
    }

    private void requireRefused(String what, Path file, byte[] damaged) throws IOException {
        Files.write(file, damaged);
        Throwable thrown = catchThrowable(() -> new ModelFolder(folder).load());
        assertThat(thrown).as(what).isInstanceOf(IOException.class);
        assertThat(thrown).as(what).hasMessageContaining(folder.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "config.json", "vocab.txt"})
    void truncatedAnywhere(String name) throws IOException {
        Path file = folder.resolve(name);
        byte[] whole = Files.readAllBytes(file);
        RandomGenerator random = RandomStreams.of(41);
        boolean all = whole.length <= POSITIONS;
        for (int i = 0; i < Math.min(whole.length, POSITIONS); i++) {
            int length = all ? i : random.nextInt(whole.length);
            requireRefused(name + " cut to " + length + " bytes", file, Arrays.copyOf(whole, length));
        }
        requireRefused(name + " without its last byte", file, Arrays.copyOf(whole, whole.length - 1));
        requireRefused(name + " with one more byte", file, Arrays.copyOf(whole, whole.length + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "config.json", "vocab.txt"})
    void oneToThreeBitsFlippedAnywhere(String name) throws IOException {
        Path file = folder.resolve(name);
        byte[] whole = Files.readAllBytes(file);
        for (int seed = 0; seed < POSITIONS; seed++) {
            RandomGenerator random = RandomStreams.of(42, seed);
            byte[] damaged = whole.clone();
            int position = random.nextInt(whole.length);
            damaged[position] ^= (byte) (1 << random.nextInt(8));
            for (int more = random.nextInt(3); more > 0; more--) {
                damaged[(position + 1 + random.nextInt(whole.length - 1)) % whole.length] ^= 1;
            }
            requireRefused(name + ", seed " + seed, file, damaged);
        }
    }

    @Test
    void undamagedItLoads() throws IOException {
        TrainedModel model = new ModelFolder(folder).load();

        assertThat(Bits.difference(new ModelFolder(folder).load().parameters(), model.parameters()))
                .isEmpty();
    }
}
