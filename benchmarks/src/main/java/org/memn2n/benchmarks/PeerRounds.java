package org.memn2n.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.memn2n.benchmarks.peers.Peer;
import org.memn2n.benchmarks.peers.PeerTime;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.benchmarks.report.Measurement;
import org.memn2n.benchmarks.report.Measurement.Checked;
import org.memn2n.benchmarks.timing.Sample;
import org.memn2n.benchmarks.work.NotVerifiedException;
import org.memn2n.benchmarks.work.WorkShape;

/**
 * A peer on one shape, round by round. The first round tries all of its ways; later ones only those that were near the
 * best in some mode.
 */
final class PeerRounds {
    /** A way this much slower than the best is not tried again. */
    private static final double NEAR = 1.15;

    /** A loss is a sum over the batch of floats. */
    private static final double LOSS_TOLERANCE = 1e-4;

    private record Key(PeerTime.Way way, String mode) {}

    private final Peer peer;
    private final WorkShape shape;
    private final int threads;
    private final double seconds;
    private final double expectedLoss;
    private final Map<Key, List<PeerTime>> times = new LinkedHashMap<>();
    private int rounds;

    /** Nothing is run yet. */
    PeerRounds(Peer peer, WorkShape shape, int threads, double seconds, double expectedLoss) {
        this.peer = peer;
        this.shape = shape;
        this.threads = threads;
        this.seconds = seconds;
        this.expectedLoss = expectedLoss;
    }

    /** One round. */
    void run() throws IOException {
        for (PeerTime time : peer.measure(shape, threads, rounds == 0 ? Set.of() : worthMore(), seconds)) {
            if (!(off(time) <= LOSS_TOLERANCE)) {
                throw new NotVerifiedException(time.peer() + " " + time.way() + ", shape " + shape.name()
                        + ": its loss is " + time.loss() + ", the reference's " + expectedLoss + "; not used");
            }
            times.computeIfAbsent(new Key(time.way(), time.mode()), key -> new ArrayList<>())
                    .add(time);
        }
        rounds++;
    }

    private double off(PeerTime time) {
        return Math.abs(time.loss() - expectedLoss) / Math.abs(expectedLoss);
    }

    private Set<PeerTime.Way> worthMore() {
        Set<PeerTime.Way> ways = new HashSet<>();
        for (String mode : List.of("forward", "train")) {
            double best = times.entrySet().stream()
                    .filter(entry -> entry.getKey().mode().equals(mode))
                    .mapToDouble(entry -> entry.getValue().get(0).median())
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
            times.forEach((key, first) -> {
                if (key.mode().equals(mode) && first.get(0).median() <= NEAR * best) {
                    ways.add(key.way());
                }
            });
        }
        return ways;
    }

    /** Every way that was tried, those with all rounds first, the fastest first. */
    List<Measurement> measurements(Made made) {
        return times.values().stream()
                .map(list -> measurement(list, made))
                .sorted(Comparator.comparing((Measurement m) -> -m.rounds().size())
                        .thenComparing(Measurement::median))
                .toList();
    }

    private Measurement measurement(List<PeerTime> list, Made made) {
        PeerTime first = list.get(0);
        double median = middle(list.stream().map(PeerTime::median).toList());
        return new Measurement(
                made,
                first.peer() + " " + first.way(),
                first.device(),
                shape.name(),
                first.mode(),
                threads,
                1,
                list.stream().mapToInt(PeerTime::repetitions).sum(),
                median,
                list.stream().mapToDouble(PeerTime::minimum).min().orElse(median),
                middle(list.stream().map(PeerTime::low).toList()),
                middle(list.stream().map(PeerTime::high).toList()),
                shape.stories() / median * 1e3,
                list.stream().map(PeerTime::median).toList(),
                new Checked("loss of the scalar reference", "loss", off(first), LOSS_TOLERANCE),
                null,
                null);
    }

    private static double middle(List<Double> values) {
        return new Sample(1, values).median();
    }
}
