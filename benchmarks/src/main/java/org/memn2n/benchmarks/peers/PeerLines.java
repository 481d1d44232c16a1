package org.memn2n.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The JSON lines of {@code peers/common.py} and of the DJL peer. */
final class PeerLines {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PeerLines() {}

    /**
     * The measurements of a shape among these lines, and the ways that failed; other lines, such as warnings, are passed
     * over, and so is a last line that was cut off.
     */
    static Peer.Measured read(List<String> lines, String shape, String memory) throws IOException {
        List<PeerTime> times = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("{") && line.endsWith("}")) {
                JsonNode row = MAPPER.readTree(line);
                if (!row.path("shape").asText().equals(shape)) {
                    continue;
                }
                if (row.hasNonNull("ms_per_step")) {
                    times.add(time(row, memory));
                } else if (row.hasNonNull("error")) {
                    failures.add(failure(row, shape));
                }
            }
        }
        return new Peer.Measured(times, failures);
    }

    private static String failure(JsonNode row, String shape) {
        String mode = row.path("mode").asText();
        return row.path("variant").asText() + ", shape " + shape + (mode.isEmpty() ? "" : ", " + mode) + ": "
                + row.path("error").asText();
    }

    private static PeerTime time(JsonNode row, String memory) {
        return new PeerTime(
                new PeerTime.Way(row.path("variant").asText(), memory),
                row.path("peer").asText(),
                row.path("device").asText("CPU"),
                row.path("mode").asText(),
                row.path("ms_per_step").asDouble(),
                row.path("ms_min").asDouble(),
                row.path("ms_p10").asDouble(),
                row.path("ms_p90").asDouble(),
                row.path("reps").asInt(),
                row.path("loss").asDouble(Double.NaN));
    }
}
