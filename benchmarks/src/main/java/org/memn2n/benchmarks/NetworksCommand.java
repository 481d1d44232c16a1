package org.memn2n.benchmarks;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.memn2n.benchmarks.peers.Ceilings;
import org.memn2n.benchmarks.peers.DjlPeer;
import org.memn2n.benchmarks.peers.Peer;
import org.memn2n.benchmarks.peers.TorchGpuPeer;
import org.memn2n.benchmarks.peers.TorchPeer;
import org.memn2n.benchmarks.report.Measurement;
import org.memn2n.benchmarks.report.ResultFolder;
import org.memn2n.benchmarks.report.Table;
import org.memn2n.benchmarks.work.Mode;
import org.memn2n.benchmarks.work.Work;
import org.memn2n.benchmarks.work.Works;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whole networks. */
@Command(
        name = "networks",
        description = "Times whole networks of peers/SPEC.md on our backends and on peers, in turn.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class NetworksCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--shapes",
            split = ",",
            paramLabel = "LIST",
            description = "of S, M, L, LM, KV, KV16, KV1, KV-bf16 and so on, tiny, tinylm (default: S,M)")
    private List<String> shapes = List.of("S", "M");

    @Option(
            names = "--modes",
            split = ",",
            paramLabel = "LIST",
            description = "of forward, train, train+batch (default: forward,train)")
    private List<String> modes = List.of("forward", "train");

    @Mixin
    private final DeviceOptions devices = new DeviceOptions();

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "LIST",
            description = "of torch, djl, torch-gpu (default: none)")
    private List<String> peers = List.of();

    @Option(names = "--python", paramLabel = "FILE", description = "an interpreter with PyTorch (default: python3)")
    private String python = "python3";

    @Option(
            names = "--peer-limit",
            paramLabel = "seconds",
            description = "the longest that one run of a peer may take (default: 900)")
    private long peerLimit = 900;

    @Option(names = "--rounds", paramLabel = "n", description = "how often all are measured in turn (default: 3)")
    private int rounds = 3;

    @Option(names = "--seconds", paramLabel = "x", description = "for each contender in each round (default: 1)")
    private double seconds = 1;

    @Option(
            names = "--ceilings",
            description =
                    "measure what the processor can do at best, for the share of the floor; needs gcc, libopenblas-dev")
    private boolean ceilings;

    @Mixin
    private final ResultOptions result = new ResultOptions();

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        NetworkBenchmark benchmark = new NetworkBenchmark(plan(), err::println);
        ResultFolder folder = result.folder();
        List<Measurement> measurements = benchmark.run(soFar -> write(folder, soFar));
        spec.commandLine().getOut().print(write(folder, measurements));
        spec.commandLine().getOut().flush();
        err.println("written to " + folder.path());
        return benchmark.refused().isEmpty() ? 0 : Main.REFUSED;
    }

    /** Ways of a peer that were too slow for a second round are in the lines only, not in a table of several rounds. */
    private String write(ResultFolder folder, List<Measurement> measurements) {
        Map<String, Integer> most = new HashMap<>();
        measurements.forEach(m -> most.merge(m.shape(), m.rounds().size(), Math::max));
        List<Measurement> shown = measurements.stream()
                .filter(m -> m.rounds().size() >= Math.min(2, most.getOrDefault(m.shape(), 0)))
                .toList();
        return folder.write("networks", measurements, Table.of(shown));
    }

    private NetworkBenchmark.Plan plan() {
        try {
            List<Work> work = shapes.stream().map(Works::named).toList();
            List<Device> asked = devices.all();
            return new NetworkBenchmark.Plan(
                    work,
                    modes.stream().map(Mode::named).toList(),
                    asked,
                    peers.stream()
                            .filter(name -> !name.isBlank())
                            .map(this::peer)
                            .toList(),
                    devices.threads(),
                    rounds,
                    Math.max(NetworkBenchmark.WARM_UP, 2 * seconds),
                    seconds,
                    ceilings ? count -> new Ceilings(Home.peers(), Home.built(), count) : null);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private Peer peer(String name) {
        return switch (name) {
            case "torch" -> new TorchPeer(python, Home.peers(), peerLimit);
            case "djl" -> new DjlPeer(python, Home.peers(), Home.built(), peerLimit);
            case "torch-gpu" -> new TorchGpuPeer(python, Home.peers(), peerLimit);
            default -> throw new IllegalArgumentException("no peer '" + name + "'; there are: torch, djl, torch-gpu");
        };
    }
}
