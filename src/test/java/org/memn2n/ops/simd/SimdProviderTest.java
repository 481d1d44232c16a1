package org.memn2n.ops.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.ops.Backend;
import org.memn2n.ops.DeviceException;

/** When the backend is there, and what it says when it is not. */
class SimdProviderTest {
    private static final String REMEDY = "add --add-modules jdk.incubator.vector to the java command";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path temporary;

    private final SimdProvider provider = new SimdProvider();

    @Test
    void isHereWithItsWidthAndThreads() {
        assertThat(provider.refusal()).isNull();
        try (Backend backend = provider.open(0)) {
            assertThat(backend.name()).isEqualTo("simd");
            assertThat(backend.device())
                    .contains(32 * Lanes.COUNT + " bits")
                    .contains(Runtime.getRuntime().availableProcessors() + " thread");
            assertThat(provider.devices()).containsExactly(backend.device());
        }
        String forced = System.getProperty(Lanes.PROPERTY);
        assertThat(forced == null || Integer.parseInt(forced) == 32 * Lanes.COUNT)
                .as("a forced width is that of the vectors")
                .isTrue();
    }

    @Test
    void thereIsOnlyOne() {
        assertThatThrownBy(() -> provider.open(1))
                .isInstanceOf(DeviceException.class)
                .hasMessage("simd:1: there is only one, simd");
    }

    private String commandLine(List<String> options, String... arguments) throws IOException, InterruptedException {
        Path output = temporary.resolve("output.txt");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.memn2n.cli.Main"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }

    /** Nothing of the Vector API may be touched then: the backend says in a line what is missing. */
    @Test
    void saysWhatIsMissingWithoutTheModule() throws IOException, InterruptedException {
        assertThat(commandLine(List.of(), "devices").lines())
                .anyMatch(line -> line.matches("simd +not usable .*\\(" + REMEDY + "\\)"))
                .anyMatch(line -> line.matches("scalar +usable .*"));
        assertThat(commandLine(List.of(), "demo", "--device", "simd"))
                .contains("simd: " + REMEDY)
                .doesNotContain("NoClassDefFoundError");
    }

    private String devices(String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--add-modules", "jdk.incubator.vector"));
        all.addAll(List.of(options));
        return commandLine(all, "devices");
    }

    @Test
    void takesTheNumberOfThreadsAndTheWidthItIsTold() throws IOException, InterruptedException {
        assertThat(devices("-Dmemn2n.threads=3", "-Dmemn2n.simd.bits=128")).contains(", 128 bits, 3 threads, ");
        for (String threads : List.of("0", "4097", "two", "")) {
            assertThat(devices("-Dmemn2n.threads=" + threads))
                    .contains("(-Dmemn2n.threads takes 1 to 4096, found " + threads + ")");
        }
        assertThat(devices("-Dmemn2n.simd.bits=100"))
                .contains("(-Dmemn2n.simd.bits takes one of [128, 256, 512], found 100)");
    }
}
