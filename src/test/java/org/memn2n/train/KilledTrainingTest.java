package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.io.CorruptFileException;
import org.memn2n.ops.Backends;
import org.memn2n.testkit.Bits;
import org.memn2n.testkit.WatchedBackend;
import org.memn2n.testkit.WatchedBackend.Update;
import org.memn2n.testkit.WatchedBackend.Watcher;

/** Folders as a killed process leaves them: each goes on to the result of an unbroken training. */
class KilledTrainingTest {
    private static final String FIRST = "restart-1.safetensors";
    private static final String SECOND = "restart-2.safetensors";

    @TempDir
    private Path folder;

    private final TrainingOptions options = Small.training().restarts(2).build();
    private final Map<String, byte[]> stopped = new HashMap<>();
    private final Map<String, byte[]> finished = new HashMap<>();

    @BeforeEach
    void collectFiles() throws IOException {
        assertThatThrownBy(this::trainBothForAWhile).isInstanceOf(TrainingStoppedException.class);
        read(stopped);
        Small.train(Small.job(options, folder));
        read(finished);
        assertThat(stopped).containsOnlyKeys("config.json", "vocab.txt", FIRST, SECOND);
        assertThat(finished).containsOnlyKeys("config.json", "vocab.txt", "model.safetensors");
    }

    /** On two threads, which are stopped when both restarts have made five steps. */
    private void trainBothForAWhile() throws IOException {
        StopSignal stop = new StopSignal();
        CountDownLatch both = new CountDownLatch(2);
        Watcher watcher = new Watcher() {
            @Override
            public void after(Update update) {
                if (update.step() == 5) {
                    both.countDown();
                    await(both);
                    stop.stop();
                }
            }
        };
        new Training(new WatchedBackend(watcher), 2, TrainingListener.SILENT, stop)
                .run(List.of(Small.job(options, folder)));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void read(Map<String, byte[]> files) throws IOException {
        try (var list = Files.list(folder)) {
            for (Path file : list.toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
    }

    private void leave(Map<String, byte[]> files, String... names) throws IOException {
        try (var list = Files.list(folder)) {
            for (Path file : list.toList()) {
                Files.delete(file);
            }
        }
        for (String name : names) {
            byte[] content = files.get(name);
            assertThat(content).as(name).isNotNull();
            Files.write(folder.resolve(name), content);
        }
        Files.write(folder.resolve(".memn2n-half-written.tmp"), new byte[] {1, 2, 3});
    }

    private void requireGoesOn(String what) throws IOException {
        TrainedModel resumed = Small.train(Small.job(options, folder));
        TrainedModel unbroken = Small.train(options);
        assertThat(Bits.difference(resumed.parameters(), unbroken.parameters()))
                .as(what)
                .isEmpty();
        assertThat(resumed.report()).as(what).isEqualTo(unbroken.report());
        assertThat(Bits.difference(new ModelFolder(folder).load().parameters(), unbroken.parameters()))
                .as(what)
                .isEmpty();
    }

    @Test
    void killedWhileItBegan() throws IOException {
        leave(stopped);
        requireGoesOn("nothing");
        leave(stopped, "vocab.txt");
        assertThat(new ModelFolder(folder).begun()).isFalse();
        requireGoesOn("words only");
        leave(stopped, "vocab.txt", "config.json");
        requireGoesOn("no state yet");
    }

    @Test
    void killedWhileItTrained() throws IOException {
        leave(stopped, "vocab.txt", "config.json", FIRST);
        requireGoesOn("the first state");
        leave(stopped, "vocab.txt", "config.json", SECOND);
        requireGoesOn("the second state");
        leave(stopped, "vocab.txt", "config.json", FIRST, SECOND);
        requireGoesOn("both states");
    }

    @Test
    void killedWhileItEnded() throws IOException {
        finished.putAll(Map.of(FIRST, bytes(FIRST), SECOND, bytes(SECOND)));
        leave(finished, "vocab.txt", "config.json", "model.safetensors", FIRST, SECOND);
        requireGoesOn("model and states");
        leave(finished, "vocab.txt", "config.json", "model.safetensors", SECOND);
        requireGoesOn("model and one state");
    }

    @Test
    void killedAfterItsRestartsEnded() throws IOException {
        leave(stopped, "vocab.txt", "config.json");
        TrainingListener dying = new TrainingListener() {
            @Override
            public void restartEnded(RestartReport report) {
                if (report.restart() == 2) {
                    throw new UnsupportedOperationException("killed here");
                }
            }
        };
        assertThatThrownBy(() -> new Training(Backends.open("scalar"), 1, dying, new StopSignal())
                        .run(List.of(Small.job(options, folder))))
                .hasMessage("killed here");
        assertThat(folder.resolve(SECOND)).exists();
        requireGoesOn("states of ended restarts");
    }

    private byte[] bytes(String name) {
        return stopped.getOrDefault(name, new byte[0]);
    }

    @Test
    void aStateOfAnotherRestartOrDamagedIsRefused() throws IOException {
        TrainingJob job = Small.job(options, folder);
        leave(stopped, "vocab.txt", "config.json", FIRST);
        Files.move(folder.resolve(FIRST), folder.resolve(SECOND));
        assertThatThrownBy(() -> Small.train(job))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContainingAll(SECOND, "restart 1", "restart 2", "delete this file");

        leave(stopped, "vocab.txt", "config.json", FIRST);
        byte[] damaged = bytes(FIRST).clone();
        damaged[damaged.length - 1] ^= 4;
        Files.write(folder.resolve(FIRST), damaged);
        assertThatThrownBy(() -> Small.train(job))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining(FIRST);
    }

    @Test
    void filesThatNeverChangeAreCheckedBeforeTrainingGoesOn() throws IOException {
        TrainingJob job = Small.job(options, folder);
        leave(stopped, "vocab.txt", "config.json", FIRST);
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"java\" : \"", "\"java\" : \"x"));
        assertThatThrownBy(() -> Small.train(job))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContainingAll("config.json", FIRST);

        leave(stopped, "vocab.txt", "config.json");
        Path words = folder.resolve("vocab.txt");
        Files.writeString(words, Files.readString(words).replace("kitchen", "kitchem"));
        assertThatThrownBy(() -> Small.train(job))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContainingAll(folder.toString(), "vocabulary");
    }
}
