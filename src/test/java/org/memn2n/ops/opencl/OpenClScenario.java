package org.memn2n.ops.opencl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.memn2n.testkit.Outcomes;

/** What a program meets on a machine with this or that OpenCL, for {@link OpenClFaultsPoclTest}. */
final class OpenClScenario {
    private OpenClScenario() {}

    /** Runs one scenario and writes its outcome, a line each, into the file named first. */
    public static void main(String[] arguments) throws IOException {
        List<String> outcome = switch (arguments[1]) {
            case "open" -> Outcomes.ofOpeningTwice(arguments[2]);
            case "auto" -> Outcomes.ofAuto();
            case "auto-loads" -> {
                Outcomes.ofAuto();
                yield List.of(String.valueOf(
                        Files.readString(Path.of("/proc/self/maps")).contains(arguments[2])));
            }
            default -> throw new IllegalArgumentException("no scenario " + arguments[1]);
        };
        Files.write(Path.of(arguments[0]), outcome);
    }
}
