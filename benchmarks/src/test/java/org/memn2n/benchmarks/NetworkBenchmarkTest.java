package org.memn2n.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.memn2n.benchmarks.peers.Peer;
import org.memn2n.benchmarks.peers.PeerTime;
import org.memn2n.benchmarks.report.Measurement;
import org.memn2n.benchmarks.work.Mode;
import org.memn2n.benchmarks.work.Works;
import org.memn2n.ops.Backends;
import org.memn2n.ops.DeviceException;

/** Rounds, the choice of a peer's ways, ratios, and what is refused. */
class NetworkBenchmarkTest {
    /** A peer with three ways, of which the middle one is the fastest and the last too slow to be tried again. */
    private static final class Scripted implements Peer {
        private final List<String> calls = new ArrayList<>();
        private final double loss;
        private final String wrong;
        private final @Nullable String plainest;

        Scripted(double loss) {
            this(loss, "");
        }

        /** With a way whose loss is another. */
        Scripted(double loss, String wrong) {
            this(loss, wrong, null);
        }

        Scripted(double loss, String wrong, @Nullable String plainest) {
            this.loss = loss;
            this.wrong = wrong;
            this.plainest = plainest;
        }

        private @Nullable String failure;

        @Override
        public @Nullable String plainest() {
            return plainest;
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
        public Measured measure(String shape, int threads, Set<PeerTime.Way> ways, double seconds) throws IOException {
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
                        double found = variant.equals(wrong) ? loss + 1 : loss;
                        times.add(new PeerTime(way, "scripted-1", "CPU", mode, milliseconds, 9, 9, 20, 5, found));
                    }
                }
                milliseconds = variant.equals("near") ? 10 : 30;
            }
            return new Measured(times, failure == null ? List.of() : List.of(failure));
        }
    }

    private static NetworkBenchmark of(Peer peer, int rounds) {
        return new NetworkBenchmark(
                new NetworkBenchmark.Plan(
                        List.of(Works.named("tiny")),
                        List.of(Mode.FORWARD, Mode.TRAIN_WITH_BATCH),
                        List.of(new Device("scalar", 1, Backends::open)),
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
        double loss = Works.named("tiny").reference().fingerprint();
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
        Measurement withBatch = measurements.get(1);
        assertThat(withBatch.mode()).isEqualTo("train+batch");
        assertThat(withBatch.ratio()).as("beside their training").isNotNull();
        assertThat(withBatch.ratio().peer()).isEqualTo("scripted-1 best");
        assertThat(measurements.stream().filter(m -> m.contender().equals("scripted-1 slow")))
                .hasSize(2)
                .allMatch(m -> m.rounds().size() == 1);
    }

    @Test
    void aPeerThatComputesSomethingElseOrFailsIsRefusedAndOursGoOn() {
        Scripted peer = new Scripted(1);
        NetworkBenchmark benchmark = of(peer, 2);
        assertThat(benchmark.run(soFar -> {}))
                .hasSize(2)
                .allMatch(m -> m.contender().startsWith("memn2n"));
        assertThat(benchmark.refused())
                .hasSize(6)
                .allSatisfy(line -> assertThat(line).contains("its loss or sum is"));
        assertThat(peer.calls).as("not asked again").hasSize(1);
    }

    @Test
    void aWayThatComputesSomethingElseDoesNotTakeTheOthersWithIt() {
        double loss = Works.named("tiny").reference().fingerprint();
        NetworkBenchmark benchmark = of(new Scripted(loss, "best"), 1);
        List<Measurement> measurements = benchmark.run(soFar -> {});
        assertThat(benchmark.refused())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("scripted-1 best"));
        assertThat(measurements.get(0).ratio()).isNotNull();
        assertThat(measurements.get(0).ratio().peer()).isEqualTo("scripted-1 near");
    }

    @Test
    void roundsBeforeAPeerFailedAreKeptAndReportedAtOnce() {
        double loss = Works.named("tiny").reference().fingerprint();
        NetworkBenchmark benchmark = of(new Scripted(loss), 4);
        List<Integer> roundsSeen = new ArrayList<>();
        List<Measurement> measurements =
                benchmark.run(soFar -> roundsSeen.add(soFar.get(0).rounds().size()));
        assertThat(roundsSeen).containsExactly(1, 2, 3, 4);
        assertThat(benchmark.refused()).containsExactly("worn out");
        Measurement.Ratio ratio = measurements.get(0).ratio();
        assertThat(ratio).isNotNull();
        assertThat(ratio.peer()).isEqualTo("scripted-1 best");
        assertThat(measurements)
                .filteredOn(m -> m.contender().equals("scripted-1 best"))
                .hasSize(2)
                .allMatch(m -> m.rounds().size() == 3);
    }

    @Test
    void aWayThatFailedIsNamed() {
        Scripted peer = new Scripted(Works.named("tiny").reference().fingerprint());
        peer.failure = "captured, shape tiny, train: not enough of something";
        NetworkBenchmark benchmark = of(peer, 1);
        assertThat(benchmark.run(soFar -> {}).get(0).ratio()).isNotNull();
        assertThat(benchmark.refused())
                .containsExactly("scripted captured, shape tiny, train: not enough of something");
    }

    @Test
    void thePlainestWayIsMeasuredInEveryRound() {
        double loss = Works.named("tiny").reference().fingerprint();
        Scripted peer = new Scripted(loss, "", "slow");
        of(peer, 2).run(soFar -> {});
        assertThat(peer.calls).containsExactly("1 []", "1 [best, near, slow]");
    }

    @Test
    void aDeviceThatFailsDoesNotTakeTheOtherShapesWithIt() {
        int[] opened = {0};
        Device failing = new Device("scalar", 1, name -> {
            if (opened[0]++ == 0) {
                throw new DeviceException("planted: the device is gone");
            }
            return Backends.open(name);
        });
        NetworkBenchmark benchmark = new NetworkBenchmark(
                new NetworkBenchmark.Plan(
                        List.of(Works.named("tiny"), Works.named("tinylm")),
                        List.of(Mode.FORWARD, Mode.TRAIN),
                        List.of(failing),
                        List.of(),
                        List.of(1),
                        1,
                        0.001,
                        0.001,
                        null),
                line -> {});
        assertThat(benchmark.run(soFar -> {}))
                .extracting(m -> m.shape() + " " + m.mode())
                .containsExactly("tiny train", "tinylm forward", "tinylm train");
        assertThat(benchmark.refused()).containsExactly("planted: the device is gone");
    }
}
