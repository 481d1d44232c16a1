package org.memn2n.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.memn2n.io.Json;

/** Where results go: for each kind a file of JSON lines and one for people. */
public final class ResultFolder {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss", Locale.ROOT);

    private final Path path;

    private ResultFolder(Path path) {
        this.path = path;
    }

    /** The folder asked for, or a new one below {@code target}. */
    public static ResultFolder at(@Nullable Path asked) {
        return new ResultFolder(
                asked == null
                        ? Path.of(
                                "target",
                                "benchmarks",
                                LocalDateTime.now(ZoneOffset.UTC).format(STAMP))
                        : asked);
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    /** Writes both files; older ones of the same kind are replaced. */
    public void write(String kind, List<? extends Record> lines, String table) throws IOException {
        Files.createDirectories(path);
        String json = lines.stream().map(line -> Json.line(line) + "\n").collect(Collectors.joining());
        Files.writeString(path.resolve(kind + ".jsonl"), json, StandardCharsets.UTF_8);
        Files.writeString(path.resolve(kind + ".md"), table, StandardCharsets.UTF_8);
    }
}
