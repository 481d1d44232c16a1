package org.memn2n.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.memn2n.benchmarks.work.WorkShape;

/** The JSON lines of {@code peers/common.py} and of the DJL peer. */
final class PeerLines {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PeerLines() {}

    /**
     * The measurements of a shape among these lines; other lines, such as warnings, or ways that failed, are passed over,
     * and so is a last line that was cut off.
     */
    static List<PeerTime> read(List<String> lines, WorkShape shape, String memory) throws IOException {
        List<PeerTime> times = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("{") && line.endsWith("}")) {
                JsonNode row = MAPPER.readTree(line);
                if (row.path("shape").asText().equals(shape.name()) && row.hasNonNull("ms_per_step")) {
                    times.add(time(row, memory));
                }
            }
        }
        return times;
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
