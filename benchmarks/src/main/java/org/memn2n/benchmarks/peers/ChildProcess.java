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

    /** Stands for an exit code when a process was ended at its limit. */
    private static final int ENDED = -1;

    private ChildProcess() {}

    /**
     * Runs it to its end, or ends it at the limit.
     *
     * @return what it printed
     * @throws IOException when it fails, or has printed nothing at the limit, with the last lines of its standard error
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
            int code = await(builder.start(), limitSeconds);
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            if (code != 0 && (code != ENDED || lines.isEmpty())) {
                String how = code == ENDED ? "took more than " + limitSeconds + " s" : "ended with " + code;
                throw new IOException("'" + String.join(" ", command) + "' " + how + ": " + end(errors));
            }
            return lines;
        } finally {
            Files.deleteIfExists(output);
            Files.deleteIfExists(errors);
        }
    }

    private static int await(Process process, long limitSeconds) throws IOException {
        try {
            return process.waitFor(limitSeconds, TimeUnit.SECONDS) ? process.exitValue() : ENDED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a peer", e);
        } finally {
            List<ProcessHandle> descendants = process.descendants().toList();
            process.destroyForcibly(); // before its children, or a shell would go on to its next command
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static String end(Path errors) throws IOException {
        List<String> said = Files.readAllLines(errors, StandardCharsets.UTF_8);
        return String.join(" | ", said.subList(Math.max(0, said.size() - LINES_QUOTED), said.size()));
    }
}
