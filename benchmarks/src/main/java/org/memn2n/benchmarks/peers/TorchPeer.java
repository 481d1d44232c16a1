package org.memn2n.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.memn2n.benchmarks.work.WorkShape;

/** PyTorch on the CPU: {@code peers/peer_torch.py}. */
public final class TorchPeer implements Peer {
    /** Enough for the slowest shape with all ways at a second each. */
    private static final long LIMIT_SECONDS = 900;

    private final String python;
    private final Path folder;

    /**
     * @param python the interpreter that has PyTorch
     * @param folder where the peers are
     */
    public TorchPeer(String python, Path folder) {
        this.python = python;
        this.folder = folder;
    }

    @Override
    public String name() {
        return "torch";
    }

    @Override
    public boolean onGpu() {
        return false;
    }

    @Override
    public List<PeerTime> measure(WorkShape shape, int threads, Set<PeerTime.Way> ways, double seconds)
            throws IOException {
        List<PeerTime> times = new ArrayList<>();
        for (Malloc malloc : Malloc.values()) {
            Set<String> variants = ways.stream()
                    .filter(way -> way.memory().equals(malloc.label()))
                    .map(PeerTime.Way::variant)
                    .collect(Collectors.toSet());
            if (ways.isEmpty() || !variants.isEmpty()) {
                times.addAll(measure(shape, threads, variants, seconds, malloc));
            }
        }
        return times;
    }

    private List<PeerTime> measure(WorkShape shape, int threads, Set<String> variants, double seconds, Malloc malloc)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of(python, "-B", "peer_torch.py", Integer.toString(threads), shape.name()));
        if (!variants.isEmpty()) {
            command.add(String.join(",", variants));
        }
        Map<String, String> environment = malloc.environment();
        environment.put("PEER_SECONDS", String.format(Locale.ROOT, "%.2f", seconds));
        return PeerLines.read(ChildProcess.lines(command, folder, environment, LIMIT_SECONDS), shape, malloc.label());
    }
}
