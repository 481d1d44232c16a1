package org.memn2n.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.memn2n.benchmarks.peers.Peer;
import org.memn2n.benchmarks.peers.PeerTime;
import org.memn2n.benchmarks.report.Measurement;
import org.memn2n.benchmarks.work.Mode;
import org.memn2n.benchmarks.work.NetworkWork;
import org.memn2n.benchmarks.work.Shapes;
import org.memn2n.benchmarks.work.Verification;
import org.memn2n.benchmarks.work.WorkShape;

/** Rounds, the choice of a peer's ways, ratios, and what is refused. */
class NetworkBenchmarkTest {
    /** A peer with three ways, of which the middle one is the fastest and the last too slow to be tried again. */
    private static final class Scripted implements Peer {
        private final List<String> calls = new ArrayList<>();
        private final double loss;

        Scripted(double loss) {
            this.loss = loss;
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public boolean onGpu() {
            return false;
        }

        @Override
        public List<PeerTime> measure(WorkShape shape, int threads, Set<PeerTime.Way> ways, double seconds)
                throws IOException {
            calls.add(threads + " "
                    + ways.stream().map(PeerTime.Way::variant).sorted().toList());
            if (calls.size() > 3) {
                throw new IOException("worn out");
            }
            List<PeerTime> times = new ArrayList<>();
            double milliseconds = 11;
            for (String variant : List.of("near", "best", "slow")) {
                PeerTime.Way way = new PeerTime.Way(variant, "default");
                if (ways.isEmpty() || ways.contains(way)) {
                    for (String mode : List.of("forward", "train")) {
                        times.add(new PeerTime(way, "scripted-1", "CPU", mode, milliseconds, 9, 9, 20, 5, loss));
                    }
                }
                milliseconds = variant.equals("near") ? 10 : 30;
            }
            return times;
        }
    }

    private static NetworkBenchmark of(Peer peer, int rounds) {
        return new NetworkBenchmark(
                new NetworkBenchmark.Plan(
                        List.of(Shapes.named("tiny")),
                        List.of(Mode.FORWARD, Mode.TRAIN_WITH_BATCH),
                        List.of(new Device("scalar", 1)),
                        List.of(peer),
                        List.of(1),
                        rounds,
                        0.001,
                        0.001,
                        null),
                line -> {});
    }

    @Test
    void laterRoundsTryOnlyWaysNearTheBestAndRatiosAreOfTheBest() {
        double loss = new Verification(NetworkWork.of(Shapes.named("tiny"))).loss();
        Scripted peer = new Scripted(loss);
        NetworkBenchmark benchmark = of(peer, 3);
        List<Measurement> measurements = benchmark.run(soFar -> {});
        assertThat(peer.calls).containsExactly("1 []", "1 [best, near]", "1 [best, near]");
        assertThat(benchmark.refused()).isEmpty();
        Measurement forward = measurements.get(0);
        assertThat(forward.contender()).isEqualTo("memn2n scalar");
        assertThat(forward.rounds()).hasSize(3);
        Measurement.Ratio ratio = forward.ratio();
        assertThat(ratio).isNotNull();
        assertThat(ratio.peer()).isEqualTo("scripted-1 best");
        assertThat(ratio.median()).isBetween(ratio.low(), ratio.high());
        assertThat(measurements.get(1).ratio()).as("no peer builds batches").isNull();
        assertThat(measurements.stream().filter(m -> m.contender().equals("scripted-1 slow")))
                .hasSize(2)
                .allMatch(m -> m.rounds().size() == 1);
    }

    @Test
    void aPeerThatComputesSomethingElseOrFailsIsRefusedAndOursGoOn() {
        NetworkBenchmark benchmark = of(new Scripted(1), 1);
        assertThat(benchmark.run(soFar -> {}))
                .hasSize(2)
                .allMatch(m -> m.contender().startsWith("memn2n"));
        assertThat(benchmark.refused()).singleElement().asString().contains("its loss is");
    }
}
