package org.memn2n.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a class in a Java virtual machine of its own, whose environment decides which native libraries are found. */
public final class OtherJvm {
    /** Where the stand-in of the driver is. */
    public static final Path STAND_IN = Path.of("target", "native").toAbsolutePath();

    private OtherJvm() {}

    /**
     * The lines that a class writes into the file it is given as its first argument.
     *
     * @param main the class
     * @param folder where the file and the output go
     * @param libraries the value of LD_LIBRARY_PATH
     * @param environment further variables; those that steer the stand-in are otherwise unset
     * @param options of the virtual machine
     * @param arguments after the file
     */
    public static List<String> run(
            Class<?> main,
            Path folder,
            String libraries,
            Map<String, String> environment,
            List<String> options,
            String... arguments)
            throws IOException {
        Path outcome = folder.resolve("outcome.txt");
        Path output = folder.resolve("output.txt");
        // The quick compiler: such a machine lives for seconds.
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), outcome.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MEMN2N_STANDIN_"));
        builder.environment().put("LD_LIBRARY_PATH", libraries);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readAllLines(outcome);
    }
}
