package org.memn2n.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.memn2n.io.Json;

/**
 * Where results go: for each kind a file of JSON lines and one for people.
 *
 * <p>The CPU stand-in of the CUDA driver is for tests. What was measured on it is marked in the name of the file and at the
 * top of its table, and is never written into a folder named {@code results}.
 */
public final class ResultFolder {
    /** What the stand-in calls itself, {@code native/standin}. */
    private static final String STAND_IN = "CPU stand-in";

    private static final String KEPT = "results";

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

    /**
     * The folder asked for, or a new one for what is kept: {@code docs/results/DATE-WHAT}, with a number at its end where there
     * is one of that name.
     */
    public static ResultFolder kept(@Nullable Path asked, String what) {
        return new ResultFolder(asked == null ? free(Path.of("docs", KEPT), what) : asked);
    }

    /** The first folder of today's that is not there. */
    static Path free(Path within, String what) {
        String name = LocalDate.now(ZoneOffset.UTC) + "-" + what;
        Path path = within.resolve(name);
        for (int number = 2; Files.exists(path); number++) {
            path = within.resolve(name + "-" + number);
        }
        return path;
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    /**
     * Writes both files; older ones of the same kind are replaced.
     *
     * @return the table, with a mark when it is not of a real device
     * @throws UncheckedIOException when it cannot be written
     * @throws IllegalArgumentException when results of the stand-in would be kept
     */
    public <T extends Record & Line> String write(String kind, List<T> lines, String table) {
        boolean standIn = lines.stream().anyMatch(line -> line.device().contains(STAND_IN));
        if (standIn) {
            for (Path part : path.toAbsolutePath().normalize()) {
                if (part.toString().equals(KEPT)) {
                    throw new IllegalArgumentException(
                            path + ": these times are those of the CPU stand-in of the CUDA driver,"
                                    + " which is for tests; they are not kept in a folder named " + KEPT);
                }
            }
        }
        String marked = standIn ? "**No timings of a GPU: this ran on the " + STAND_IN + ".**\n\n" + table : table;
        String name = standIn ? kind + "-stand-in" : kind;
        write(
                name + ".jsonl",
                lines.stream().map(line -> Json.line(line) + "\n").collect(Collectors.joining()));
        write(name + ".md", marked);
        return marked;
    }

    /** Writes another file of the folder. */
    public void write(String file, String text) {
        try {
            Files.createDirectories(path);
            Files.writeString(path.resolve(file), text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
