package org.memn2n.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** PyTorch on an NVIDIA GPU: {@code peers/peer_torch_gpu.py}. */
public final class TorchGpuPeer implements Peer {
    private final String python;
    private final Path folder;
    private final long limitSeconds;

    /**
     * @param python the interpreter that has PyTorch with CUDA
     * @param folder where the peers are
     * @param limitSeconds the longest that one process may run; what it measured until then is used
     */
    public TorchGpuPeer(String python, Path folder, long limitSeconds) {
        this.python = python;
        this.folder = folder;
        this.limitSeconds = limitSeconds;
    }

    @Override
    public String name() {
        return "torch-gpu";
    }

    @Override
    public boolean onGpu() {
        return true;
    }

    @Override
    public String plainest() {
        return "eager";
    }

    @Override
    public Measured measure(String shape, int threads, Set<PeerTime.Way> ways, double seconds) throws IOException {
        List<String> command = new ArrayList<>(List.of(python, "-B", "peer_torch_gpu.py", "--shapes", shape));
        command.addAll(List.of("--seconds", Double.toString(seconds)));
        if (!ways.isEmpty()) {
            command.add("--variants");
            command.add(ways.stream().map(PeerTime.Way::variant).collect(Collectors.joining(",")));
        }
        return PeerLines.read(
                ChildProcess.lines(command, folder, Map.of(), limitSeconds), shape, Malloc.DEFAULT.label());
    }
}
