package org.memn2n.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    private static final byte[] OLD = bytes("old");

    @TempDir
    Path folder;

    @Test
    void writesNewFilesAndReplacesOldOnes() throws IOException {
        Path target = folder.resolve("ä file");
        for (String content : List.of("first and longer", "second", "")) {
            AtomicFiles.write(target, bytes(content));
            assertThat(target).hasContent(content);
        }
        assertOnlyFile(target);
    }

    @Test
    void givesTheWriterAnEmptyFile() throws IOException {
        Path target = Files.write(folder.resolve("target"), OLD);
        AtomicFiles.write(target, channel -> {
            assertThat(channel.size()).isZero();
            assertThat(target).hasBinaryContent(OLD);
            channel.write(ByteBuffer.wrap(bytes("x...")));
            channel.position(0);
            channel.write(ByteBuffer.wrap(bytes("new")));
        });
        assertThat(target).hasContent("new.");
    }

    @Test
    void keepsTheOldFileWhenTheWriterFailsHalfWay() throws IOException {
        Path target = Files.write(folder.resolve("target"), OLD);
        for (Throwable failure :
                List.of(new IOException("disk"), new IllegalStateException("bug"), new StackOverflowError())) {
            assertThatThrownBy(() -> AtomicFiles.write(target, channel -> {
                        channel.write(ByteBuffer.wrap(bytes("half")));
                        throwAny(failure);
                    }))
                    .isSameAs(failure);
            assertThat(target).hasBinaryContent(OLD);
            assertOnlyFile(target);
        }
    }

    @Test
    void failsWithoutATraceWhenTheWriterClosesTheChannel() throws IOException {
        Path target = Files.write(folder.resolve("target"), OLD);
        assertThatThrownBy(() -> AtomicFiles.write(target, channel -> channel.close()))
                .isInstanceOf(IOException.class);
        assertThat(target).hasBinaryContent(OLD);
        assertOnlyFile(target);
    }

    @Test
    void concurrentWritersLeaveOneContentInFull() throws IOException, InterruptedException, ExecutionException {
        Path target = folder.resolve("target");
        int length = 100_000;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 16; writer++) {
                byte[] content = new byte[length];
                Arrays.fill(content, (byte) ('a' + writer));
                writers.add(threads.submit(() -> {
                    AtomicFiles.write(target, content);
                    assertWhole(Files.readAllBytes(target), length);
                    return content;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertWhole(Files.readAllBytes(target), length);
        assertOnlyFile(target);
    }

    private static void assertWhole(byte[] content, int length) {
        assertThat(content).hasSize(length).containsOnly(content[0]);
    }

    @Test
    void wholenessIsCheckedAtAll() {
        assertThatThrownBy(() -> assertWhole(bytes("aab"), 3)).isInstanceOf(AssertionError.class);
    }

    /** Run in a virtual machine of its own: dies in the middle of writing. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws IOException {
            AtomicFiles.write(Path.of(arguments[0]), channel -> {
                channel.write(ByteBuffer.wrap(bytes("half")));
                Runtime.getRuntime().halt(7);
            });
        }
    }

    @Test
    void keepsTheOldFileWhenTheProcessIsKilledAndIsNotDisturbedByItsLeftover() throws Exception {
        Path target = Files.write(folder.resolve("target"), OLD);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Killed.class.getName(), target.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(7);

        assertThat(target).hasBinaryContent(OLD);
        File[] leftovers = folder.toFile().listFiles((dir, name) -> name.matches("\\.memn2n-.*\\.tmp"));
        assertThat(leftovers).hasSize(1);
        AtomicFiles.write(target, bytes("new"));
        assertThat(target).hasContent("new");
        assertThat(leftovers[0]).hasContent("half");
    }

    @Test
    void namesTheMissingFolder() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> AtomicFiles.write(missing.resolve("target"), OLD))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("create it first");
        assertThatThrownBy(() -> AtomicFiles.write(Path.of("/"), OLD)).isInstanceOf(NoSuchFileException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAFolderAsTarget() throws IOException {
        Path target = Files.createDirectory(folder.resolve("target"));
        Files.write(target.resolve("file"), OLD);
        assertThatThrownBy(() -> AtomicFiles.write(target, OLD)).isInstanceOf(FileSystemException.class);
        assertThat(target.resolve("file")).hasBinaryContent(OLD);
        assertOnlyFile(target);
    }

    @Test
    void acceptsTheLongestNames() throws IOException {
        Path target = folder.resolve("n".repeat(255));
        AtomicFiles.write(target, OLD);
        assertOnlyFile(target);
    }

    private void assertOnlyFile(Path target) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void throwAny(Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        throw (Error) failure;
    }
}
