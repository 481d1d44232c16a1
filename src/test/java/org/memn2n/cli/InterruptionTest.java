package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A training in a process of its own, ended by signals, and gone on with in this one. */
@DisabledOnOs(OS.WINDOWS)
final class InterruptionTest {
    /** What a virtual machine ends with: 128 and the number of the signal. */
    private static final int AFTER_SIGINT = 130;

    private static final int AFTER_SIGTERM = 143;
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path shared;

    @SuppressWarnings("NullAway.Init") // set before all
    static SimulatedData data;

    @SuppressWarnings("NullAway.Init") // set before all
    static byte[] unbroken;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path temporary;

    @SuppressWarnings("NullAway.Init") // set before each
    private Path out;

    @BeforeAll
    static void trainUnbroken() throws IOException {
        data = SimulatedData.write(shared, 120, 5);
        Path folder = shared.resolve("unbroken");
        Outcome.ofLine(begin(folder)).success();
        unbroken = Files.readAllBytes(folder.resolve("model.safetensors"));
    }

    @BeforeEach
    void name() {
        out = temporary.resolve("model");
    }

    private static String begin(Path folder) {
        return "train --task 1 --epochs 60 --linear-epochs 10 --restarts 2 --threads 2 --device scalar --data "
                + data.archive() + " --out " + folder;
    }

    private String resume() {
        return "train --device scalar --threads 2 --resume " + out + " --data " + data.archive();
    }

    /** Runs the command line in another process. */
    private Process start(String line, String... before) throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.memn2n.cli.Main"));
        command.addAll(List.of(line.split(" ")));
        return new ProcessBuilder(command)
                .redirectOutput(temporary.resolve("out.txt").toFile())
                .redirectError(temporary.resolve("err.txt").toFile())
                .start();
    }

    private long epochs() throws IOException {
        Path log = out.resolve("training.jsonl");
        if (!Files.exists(log)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.count();
        }
    }

    /** Waits until training has got somewhere, but is far from its end. */
    private void awaitEpochs(Process process, long count) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (epochs() < count) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as("still training: " + error())
                    .isTrue();
            Thread.sleep(10);
        }
    }

    private int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String error() throws IOException {
        return Files.readString(temporary.resolve("err.txt"));
    }

    private void requireStopped() throws IOException {
        assertThat(error().lines())
                .containsExactly(
                        "stopped and saved; go on with: memn2n train --resume " + out + " --data " + data.archive());
        assertThat(Files.readString(temporary.resolve("out.txt"))).isEmpty();
        assertThat(out).isDirectoryContaining("glob:**/restart-*.safetensors");
        Outcome.ofLine("eval --model " + out + " --data " + data.archive())
                .requireMistake(Main.DATA, "finish it with 'memn2n train --resume'");
    }

    private void requireSameModelAfterResuming() throws IOException {
        Outcome.ofLine(resume()).success();
        assertThat(Files.readAllBytes(out.resolve("model.safetensors"))).isEqualTo(unbroken);
        assertThat(out).isDirectoryNotContaining("glob:**/restart-*.safetensors");
    }

    @Test
    void goesOnAfterATerminationAndAfterAKill() throws IOException, InterruptedException {
        Process first = start(begin(out));
        awaitEpochs(first, 3);
        first.destroy();
        assertThat(end(first)).as("exit code: " + error()).isEqualTo(AFTER_SIGTERM);
        requireStopped();

        long before = epochs();
        Process second = start(resume());
        awaitEpochs(second, before + 3);
        second.destroyForcibly();
        end(second);
        assertThat(out.resolve("model.safetensors")).doesNotExist();
        requireSameModelAfterResuming();
    }

    @Test
    void goesOnAfterAKillBeforeAnythingWasSaved() throws IOException, InterruptedException {
        Process process = start(begin(out));
        awaitEpochs(process, 1);
        process.destroyForcibly();
        end(process);
        assertThat(out).isDirectoryNotContaining("glob:**/restart-*.safetensors");
        requireSameModelAfterResuming();
    }

    // A process started in the background may have been told to ignore SIGINT, and would hand that on.
    @Test
    @EnabledOnOs(OS.LINUX)
    void goesOnAfterCtrlC() throws IOException, InterruptedException {
        Process process = start(begin(out), "env", "--default-signal=INT");
        awaitEpochs(process, 3);
        assertThat(end(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start()))
                .isZero();
        assertThat(end(process)).as("exit code: " + error()).isEqualTo(AFTER_SIGINT);
        requireStopped();
        requireSameModelAfterResuming();
    }

    @Test
    void aLanguageModelSaysHowToGoOn() throws IOException, InterruptedException {
        Path text = Files.createDirectories(temporary.resolve("text"));
        for (String part : List.of("train", "valid")) {
            Files.writeString(
                    text.resolve("x." + part + ".txt"), "the cat saw the dog and the dog the cat\n".repeat(200));
        }
        String small = " --hops 1 --dim 10 --memory 5 --batch 20 --least-rate 1e-30";
        Process process = start("lm train --device scalar --data " + text + " --out " + out + small);
        awaitEpochs(process, 2);
        process.destroy();
        assertThat(end(process)).as("exit code: " + error()).isEqualTo(AFTER_SIGTERM);
        assertThat(error())
                .endsWith("stopped and saved; go on with: memn2n lm train --resume " + out + " --data " + text
                        + System.lineSeparator());
    }

    @Test
    void refusesADamagedState() throws IOException, InterruptedException {
        Process process = start(begin(out));
        awaitEpochs(process, 1);
        process.destroy();
        end(process);
        // One of the two: with both damaged, either thread could be the first to say so.
        Files.write(out.resolve("restart-1.safetensors"), new byte[100]);
        Outcome.ofLine(resume()).requireMistake(Main.DATA, "restart-1.safetensors");
    }
}
