package org.memn2n.benchmarks.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.memn2n.benchmarks.work.WorkShape;

/** PyTorch on the CPU: {@code peers/peer_torch.py}. */
public final class TorchPeer extends CpuPeer {
    private final String python;

    /**
     * @param python the interpreter that has PyTorch
     * @param folder where the peers are
     * @param limitSeconds the longest that one process may run; what it measured until then is used
     */
    public TorchPeer(String python, Path folder, long limitSeconds) {
        super(folder, limitSeconds);
        this.python = python;
    }

    @Override
    public String name() {
        return "torch";
    }

    @Override
    List<String> command(WorkShape shape, int threads, Collection<String> variants) {
        List<String> command =
                new ArrayList<>(List.of(python, "-B", "peer_torch.py", Integer.toString(threads), shape.name()));
        if (!variants.isEmpty()) {
            command.add(String.join(",", variants));
        }
        return command;
    }

    @Override
    Map<String, String> environment(int threads) {
        return Map.of();
    }

    @Override
    void prepare() {}
}
