package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script in the project's root, with the jar that the build has packaged. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherIT {
    private static final Path SCRIPT = Path.of("memn2n").toAbsolutePath();
    private static final Path JAR = Path.of("target", "memn2n-cli.jar");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path temporary;

    private String run(int expected, ProcessBuilder builder) throws IOException, InterruptedException {
        Path output = temporary.resolve("output.txt");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        // What the virtual machine says of the Vector API on standard error, which nothing can keep it from.
        String text = Files.readString(output).replace("WARNING: Using incubator modules: jdk.incubator.vector\n", "");
        assertThat(process.exitValue()).as(text).isEqualTo(expected);
        return text;
    }

    /** A copy with an up-to-date jar and without sources, so that it has nothing to build. */
    private Path installed() throws IOException {
        assertThat(JAR).as("what the build packages before this test").exists();
        Path home = temporary.resolve("with space");
        Files.createDirectories(home.resolve("src/main"));
        Files.createDirectories(home.resolve("target"));
        Files.createFile(home.resolve("pom.xml"));
        Files.copy(SCRIPT, home.resolve("memn2n"));
        assertThat(home.resolve("memn2n").toFile().setExecutable(true)).isTrue();
        Files.copy(JAR, home.resolve("target/memn2n-cli.jar"));
        return home.resolve("memn2n");
    }

    @Test
    void isSoundBash() throws IOException, InterruptedException {
        assertThat(SCRIPT).isExecutable();
        run(0, new ProcessBuilder("bash", "-n", SCRIPT.toString()));
    }

    @Test
    void findsAJavaWithoutJavaHome() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(installed().toString(), "--version");
        builder.environment().remove("JAVA_HOME");
        builder.environment().remove("MEMN2N_JAVA");
        assertThat(run(0, builder)).startsWith("memn2n ");
    }

    /** Before what the user preloads; a Java that lacks the library is started all the same. */
    @Test
    void keepsTheSignalsFromDriversWhereTheJavaCan() throws IOException, InterruptedException {
        Path jdk = Files.createDirectories(temporary.resolve("jdk"));
        Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"preloaded: $LD_PRELOAD\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Path command = installed();
        ProcessBuilder builder = new ProcessBuilder(command.toString(), "--version");
        builder.environment().put("MEMN2N_JAVA", java.toString());
        builder.environment().remove("LD_PRELOAD");
        assertThat(run(0, builder)).isEqualTo("preloaded: \n");

        Path keeper = Files.createDirectories(jdk.resolve("lib")).resolve("libjsig.so");
        Files.copy(Path.of(System.getProperty("java.home"), "lib", "libjsig.so"), keeper);
        assertThat(run(0, builder)).isEqualTo("preloaded: " + keeper.toRealPath() + "\n");
        Path other = Files.copy(keeper, temporary.resolve("other.so"));
        builder.environment().put("LD_PRELOAD", other.toString());
        assertThat(run(0, builder)).isEqualTo("preloaded: " + keeper.toRealPath() + ":" + other + "\n");
    }

    /** Kernels are in the jar as well. */
    @Test
    void buildsAgainWhenAKernelIsNewer() throws IOException, InterruptedException {
        Path command = installed();
        Path tools = Files.createDirectories(temporary.resolve("tools"));
        Path maven = Files.writeString(tools.resolve("mvn"), "#!/bin/sh\necho planted build; exit 1\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder(command.toString(), "--version");
        builder.environment().merge("PATH", "", (path, none) -> tools + File.pathSeparator + path);
        assertThat(run(0, builder)).startsWith("memn2n ");

        Path kernel = command.resolveSibling("kernels").resolve("opencl");
        Files.createDirectories(kernel);
        Files.writeString(kernel.resolve("attend.cl"), "");
        Files.setLastModifiedTime(
                kernel.resolve("attend.cl"), FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(run(1, builder)).contains("building memn2n-cli.jar", "planted build");
    }

    @Test
    void takesTheJavaItIsGivenAndHandsOnArgumentsAndExitCode() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(installed().toString(), "eval", "--model", "a b", "--data", "no such");
        builder.environment()
                .put(
                        "MEMN2N_JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        assertThat(run(Main.DATA, builder)).startsWith("a b: found no model");
    }
}
