package org.memn2n.benchmarks.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that prints lines. */
final class ChildProcess {
    private static final int LINES_QUOTED = 5;

    private ChildProcess() {}

    /**
     * Runs it to its end.
     *
     * @return what it printed
     * @throws IOException when it fails or takes too long, with the last lines of its standard error
     */
    static List<String> lines(List<String> command, Path folder, Map<String, String> environment, long limitSeconds)
            throws IOException {
        Path output = Files.createTempFile("memn2n-peer", ".out");
        Path errors = Files.createTempFile("memn2n-peer", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().putAll(environment);
            String ending = await(builder.start(), limitSeconds);
            if (!ending.isEmpty()) {
                throw new IOException("'" + String.join(" ", command) + "' " + ending + ": " + end(errors));
            }
            return Files.readAllLines(output, StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(errors);
        }
    }

    /** How it ended, when that was not well. */
    private static String await(Process process, long limitSeconds) throws IOException {
        try {
            if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                return "took more than " + limitSeconds + " s and was ended";
            }
            return process.exitValue() == 0 ? "" : "ended with " + process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a peer", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String end(Path errors) throws IOException {
        List<String> said = Files.readAllLines(errors, StandardCharsets.UTF_8);
        return String.join(" | ", said.subList(Math.max(0, said.size() - LINES_QUOTED), said.size()));
    }
}
