package org.memn2n.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.memn2n.io.Json;
import org.memn2n.ops.Backends;
import org.memn2n.ops.Backends.Availability;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the backends. */
@Command(
        name = "devices",
        description = "Lists every backend of this version, the best first: usable or not, and why not.",
        mixinStandardHelpOptions = true)
final class DevicesCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", description = "a JSON line for each")
    private boolean json;

    private record Line(String name, boolean usable, String description, String reason, List<String> devices) {}

    @Override
    public Integer call() {
        for (Availability backend : Backends.available()) {
            String refusal = backend.refusal();
            String reason = refusal == null ? "" : refusal;
            String line = json
                    ? Json.line(new Line(
                            backend.name(), backend.usable(), backend.description(), reason, backend.devices()))
                    : "%-8s %-10s %s%s"
                            .formatted(
                                    backend.name(),
                                    backend.usable() ? "usable" : "not usable",
                                    backend.description(),
                                    reason.isEmpty() ? "" : " (" + reason + ")");
            spec.commandLine().getOut().println(line);
            if (!json) {
                backend.devices().forEach(device -> spec.commandLine().getOut().println("           " + device));
            }
        }
        return 0;
    }
}
