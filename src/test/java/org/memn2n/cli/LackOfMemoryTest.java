package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network too large for the Java heap; in a process of its own, because a full heap harms whoever shares it. */
final class LackOfMemoryTest {
    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void isExplainedInOneLine(String device, @TempDir Path temporary) throws IOException, InterruptedException {
        SimulatedData data = SimulatedData.write(temporary, 20, 5);
        Path error = temporary.resolve("err.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.memn2n.cli.Main",
                        "train",
                        "--device",
                        device,
                        "--task",
                        "1",
                        "--dim",
                        "65536",
                        "--data",
                        data.archive().toString(),
                        "--out",
                        temporary.resolve("model").toString())
                .redirectOutput(temporary.resolve("out.txt").toFile())
                .redirectError(error.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String complaint =
                Files.readString(error).replace("WARNING: Using incubator modules: jdk.incubator.vector\n", "");
        new Outcome(process.exitValue(), Files.readString(temporary.resolve("out.txt")), complaint)
                .requireMistake(Main.DEVICE, "not enough memory; lower --dim");
    }
}
