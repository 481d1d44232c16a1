package org.memn2n.benchmarks.reproduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.memn2n.io.AtomicFiles;
import org.memn2n.io.Json;

/**
 * Where the trainings of a recipe are kept while they run and after: the models, what every restart came to, and how long
 * it took. A run that is killed loses none of them but the time since the last restart or epoch.
 */
public final class RecipeFolder {
    private static final String RESTARTS = "restarts.jsonl";
    private static final String TIMES = "runs.jsonl";
    private static final String LOCK = ".lock";

    private final Path path;

    /** The folder of one recipe, which need not exist yet. */
    public RecipeFolder(Path path) {
        this.path = path;
    }

    /**
     * A stretch of time that was spent on the recipe.
     *
     * @param seconds of wall time
     */
    public record Spent(double seconds) {}

    /** Counts the time that is spent. */
    final class Clock {
        private long since = System.nanoTime();

        private Clock() {}

        /** Keeps the time that has passed since it was last kept. */
        synchronized void keep() {
            long now = System.nanoTime();
            add(new Spent((now - since) / 1e9));
            since = now;
        }
    }

    /** A clock that begins now. */
    Clock clock() {
        return new Clock();
    }

    /** Where its models go. */
    Path models() {
        return path.resolve("models");
    }

    /** Adds what a restart came to. */
    synchronized void add(RestartLine line) {
        append(RESTARTS, Json.line(line));
    }

    /** Forgets what the restarts of these models came to: those of models that are no longer there. */
    synchronized void forget(Set<String> jobs) {
        change(RESTARTS, lines -> {
            List<String> kept = new ArrayList<>();
            for (String line : lines) {
                if (!jobs.contains(restart(line).report().job())) {
                    kept.add(line);
                }
            }
            return kept;
        });
    }

    /** Adds a stretch of time. */
    synchronized void add(Spent spent) {
        append(TIMES, Json.line(spent));
    }

    /**
     * What each restart came to, each once: one that had ended when a run was interrupted is scored again by the next.
     *
     * @throws IOException when it cannot be read
     */
    public List<RestartLine> restarts() throws IOException {
        List<RestartLine> lines = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String text : lines(RESTARTS)) {
            RestartLine line = restart(text);
            if (seen.add(line.report().job() + " " + line.report().restart())) {
                lines.add(line);
            }
        }
        return lines;
    }

    /**
     * The wall time of all that was spent, in seconds.
     *
     * @throws IOException when it cannot be read
     */
    public double seconds() throws IOException {
        double seconds = 0;
        for (String text : lines(TIMES)) {
            seconds += Json.parse(text, Spent.class, path.resolve(TIMES).toString())
                    .seconds();
        }
        return seconds;
    }

    private RestartLine restart(String line) throws IOException {
        return Json.parse(line, RestartLine.class, path.resolve(RESTARTS).toString());
    }

    private List<String> lines(String name) throws IOException {
        Path file = path.resolve(name);
        return Files.exists(file) ? whole(file).lines().toList() : List.of();
    }

    /** What a process that was killed while writing left: without a line that has no end, which will be written again. */
    private static String whole(Path file) throws IOException {
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1);
    }

    private void append(String name, String line) {
        change(name, lines -> {
            List<String> more = new ArrayList<>(lines);
            more.add(line);
            return more;
        });
    }

    /** What becomes of the lines of a file. */
    private interface Change {
        List<String> of(List<String> lines) throws IOException;
    }

    /** Changes a file while no other process changes one: another may train other tasks of this recipe. */
    private void change(String name, Change change) {
        try {
            Files.createDirectories(path);
            Path lock = path.resolve(LOCK);
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock(); // given back when the channel is closed
                List<String> before = lines(name);
                List<String> after = change.of(before);
                if (!after.equals(before)) {
                    String text = after.stream().map(line -> line + "\n").collect(Collectors.joining());
                    AtomicFiles.write(path.resolve(name), text.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
