package org.memn2n.ops.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to its files, a cache gives back what was written, or nothing. */
class ProgramCacheTest {
    private static final byte[] PROGRAM = {1, 2, 3, 4, 5, 6, 7};

    @TempDir
    private Path folder;

    @Test
    void givesBackWhatWasWritten() throws IOException {
        ProgramCache cache = new ProgramCache(folder.resolve("new").resolve("folder"));
        assertThat(cache.read("a")).isNull();
        cache.write("a", PROGRAM);
        assertThat(cache.read("a")).containsExactly(PROGRAM);
        assertThat(cache.read("b")).isNull();
        cache.write("a", new byte[] {9});
        assertThat(cache.read("a")).containsExactly(9);
        try (Stream<Path> files = Files.list(folder.resolve("new").resolve("folder"))) {
            assertThat(files).as("nothing temporary is left").hasSize(1);
        }
    }

    @Test
    void noDamageGoesUnnoticed() throws IOException {
        ProgramCache cache = new ProgramCache(folder);
        cache.write("a", PROGRAM);
        byte[] whole = Files.readAllBytes(folder.resolve("a"));
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(folder.resolve("a"), damaged);
            assertThat(cache.read("a")).as("byte " + i).isNull();
            Files.write(folder.resolve("a"), Arrays.copyOf(whole, i));
            assertThat(cache.read("a")).as("cut to " + i).isNull();
        }
        Files.write(folder.resolve("a"), whole);
        assertThat(cache.read("a")).containsExactly(PROGRAM);
    }

    @Test
    void aFolderThatCannotBeUsedIsNoError() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        ProgramCache blocked = new ProgramCache(file);
        blocked.write("a", PROGRAM);
        assertThat(blocked.read("a")).isNull();
        assertThat(file).hasContent("no folder");

        ProgramCache cache = new ProgramCache(folder);
        Files.createDirectory(folder.resolve("a"));
        assertThat(cache.read("a")).as("a folder in the place of a program").isNull();
        Files.writeString(folder.resolve("a").resolve("inside"), "so that it cannot be replaced");
        cache.write("a", PROGRAM);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).containsExactlyInAnyOrder("a", "file");
        }
        new ProgramCache(null).write("a", PROGRAM);
        assertThat(new ProgramCache(null).read("a")).isNull();
    }

    @Test
    void everyTextIsPartOfTheKey() {
        List<List<String>> texts = List.of(
                List.of("source", "options", "device", "driver"),
                List.of("Source", "options", "device", "driver"),
                List.of("source", "Options", "device", "driver"),
                List.of("source", "options", "Device", "driver"),
                List.of("source", "options", "device", "Driver"),
                List.of("sourceo", "ptions", "device", "driver"),
                List.of("source", "options", "devicedriver", ""));
        Set<String> keys = new HashSet<>();
        texts.forEach(some -> assertThat(keys.add(ProgramCache.key(some.toArray(String[]::new))))
                .as(some.toString())
                .isTrue());
        assertThat(ProgramCache.key("a", "b"))
                .isEqualTo(ProgramCache.key("a", "b"))
                .matches("[0-9a-f]{64}");
    }

    /** Readers meet all of one program or all of another, never a mixture. */
    @Test
    void writersAtOnceDoNotMix() throws InterruptedException, ExecutionException {
        ProgramCache cache = new ProgramCache(folder);
        List<byte[]> programs = IntStream.range(0, 4)
                .mapToObj(i -> {
                    byte[] program = new byte[100_000];
                    Arrays.fill(program, (byte) i);
                    return program;
                })
                .toList();
        cache.write("a", programs.get(0));
        ExecutorService threads = Executors.newFixedThreadPool(programs.size());
        try {
            List<Future<?>> writers = programs.stream()
                    .<Future<?>>map(program -> threads.submit(() -> {
                        for (int i = 0; i < 30; i++) {
                            cache.write("a", program);
                        }
                    }))
                    .toList();
            for (int i = 0; i < 100; i++) {
                byte[] found = cache.read("a");
                assertThat(programs).anyMatch(program -> Arrays.equals(program, found));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}
