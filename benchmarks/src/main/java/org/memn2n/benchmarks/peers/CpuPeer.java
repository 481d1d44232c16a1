package org.memn2n.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A peer on the CPU: a process for each way of keeping memory. */
abstract class CpuPeer implements Peer {
    private final Path folder;
    private final long limitSeconds;

    CpuPeer(Path folder, long limitSeconds) {
        this.folder = folder;
        this.limitSeconds = limitSeconds;
    }

    /** How it is started. */
    abstract List<String> command(String shape, int threads, Collection<String> variants);

    /** What else it finds in its environment. */
    abstract Map<String, String> environment(int threads);

    /** Makes it ready, once. */
    abstract void prepare() throws IOException;

    @Override
    public final boolean onGpu() {
        return false;
    }

    @Override
    public final Measured measure(String shape, int threads, Set<PeerTime.Way> ways, double seconds)
            throws IOException {
        prepare();
        List<PeerTime> times = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (Malloc malloc : Malloc.values()) {
            Set<String> variants = ways.stream()
                    .filter(way -> way.memory().equals(malloc.label()))
                    .map(PeerTime.Way::variant)
                    .collect(Collectors.toSet());
            if (ways.isEmpty() || !variants.isEmpty()) {
                Map<String, String> environment = malloc.environment();
                environment.putAll(environment(threads));
                environment.put("PEER_SECONDS", Double.toString(seconds));
                List<String> command = command(shape, threads, variants);
                Measured measured = PeerLines.read(
                        ChildProcess.lines(command, folder, environment, limitSeconds), shape, malloc.label());
                times.addAll(measured.times());
                failures.addAll(measured.failures());
            }
        }
        return new Measured(times, failures);
    }
}
