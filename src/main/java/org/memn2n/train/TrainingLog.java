package org.memn2n.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.memn2n.io.Json;

/**
 * Writes down every epoch and every restart, a JSON line each. A resumed training appends; epochs after the
 * last saved state, and restarts that had ended, may then appear twice, with equal numbers.
 */
public final class TrainingLog implements TrainingListener, AutoCloseable {
    private final Writer writer;

    /** Appends to this file, in place of a last line without an end: what a process that was killed while writing left. */
    public TrainingLog(Path file) throws IOException {
        dropUnendedLine(file);
        writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void dropUnendedLine(Path file) throws IOException {
        if (Files.exists(file)) {
            byte[] bytes = Files.readAllBytes(file);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            if (end < bytes.length) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(end);
                }
            }
        }
    }

    @Override
    public void epochEnded(EpochReport report) {
        write(report);
    }

    @Override
    public void restartEnded(RestartReport report) {
        write(report);
    }

    private synchronized void write(Object report) {
        try {
            writer.write(Json.line(report) + "\n");
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
