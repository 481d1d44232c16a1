package org.memn2n.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.memn2n.io.Json;

/**
 * Writes down every epoch and every restart, a JSON line each. A resumed training appends; epochs after the
 * last saved state may then appear twice, with equal numbers.
 */
public final class TrainingLog implements TrainingListener, AutoCloseable {
    private final Writer writer;

    /** Appends to this file. */
    public TrainingLog(Path file) throws IOException {
        writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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
