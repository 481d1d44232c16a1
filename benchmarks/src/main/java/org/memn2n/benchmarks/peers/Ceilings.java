package org.memn2n.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What this machine's processor can do at best with some threads: {@code peers/ceilings.c}, compiled here. Measured several
 * times in a run, the best counts, because a ceiling measured in a bad moment is none.
 */
public final class Ceilings {
    private static final long LIMIT_SECONDS = 300;
    private static final String SECONDS_EACH = "0.3";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;
    private final Path program;
    private final Map<String, Double> best = new HashMap<>();
    private final int threads;

    /**
     * @param folder where the peers are
     * @param built where the program goes
     * @param threads how many it may use
     */
    public Ceilings(Path folder, Path built, int threads) {
        this.folder = folder;
        this.program = built.toAbsolutePath().resolve("ceilings");
        this.threads = threads;
    }

    /**
     * Measures all of them once more.
     *
     * @throws IOException when the program cannot be compiled (gcc and libopenblas-dev) or run
     */
    public void measure() throws IOException {
        if (!Files.exists(program)) {
            Files.createDirectories(program.getParent());
            List<String> compiler = List.of("gcc", "-O3", "-march=native", "-ffast-math", "-fopenmp", "ceilings.c");
            ChildProcess.lines(
                    Stream.concat(compiler.stream(), Stream.of("-o", program.toString(), "-lopenblas", "-lm"))
                            .toList(),
                    folder,
                    Map.of(),
                    LIMIT_SECONDS);
        }
        String count = Integer.toString(threads);
        Map<String, String> environment = Map.of("OMP_NUM_THREADS", count, "OPENBLAS_NUM_THREADS", count);
        for (String line :
                ChildProcess.lines(List.of(program.toString(), SECONDS_EACH), folder, environment, LIMIT_SECONDS)) {
            JsonNode row = MAPPER.readTree(line);
            best.merge(row.path("variant").asText(), 1e9 * row.path("best").asDouble(), Math::max);
        }
    }

    /**
     * The best of those whose name starts so, in units a second; of all shapes of a look-up, say, the fastest.
     *
     * @throws IllegalArgumentException when there is none
     */
    double best(String start) {
        return best.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(start))
                .mapToDouble(Map.Entry::getValue)
                .max()
                .orElseThrow(() -> new IllegalArgumentException("no ceiling '" + start + "' among " + best.keySet()));
    }

    /** For tests: ceilings that were not measured. */
    void set(String name, double unitsPerSecond) {
        best.put(name, unitsPerSecond);
    }

    /** Whether some were measured. */
    public boolean known() {
        return !best.isEmpty();
    }
}
