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
import org.memn2n.benchmarks.work.Reference;
import org.memn2n.benchmarks.work.Work;

/**
 * A peer on one shape, round by round. The first round tries all of its ways; later ones only those that were near the
 * best in some mode, and its plainest. A way that computes something else is left out, and the others go on.
 */
final class PeerRounds {
    /** A way this much slower than the best is not tried again. */
    private static final double NEAR = 1.15;

    private record Key(PeerTime.Way way, String mode) {}

    private final Peer peer;
    private final Work work;
    private final int threads;
    private final double seconds;
    private final Reference reference;
    private final Map<Key, List<PeerTime>> times = new LinkedHashMap<>();
    private int rounds;

    /** Nothing is run yet. */
    PeerRounds(Peer peer, Work work, int threads, double seconds, Reference reference) {
        this.peer = peer;
        this.work = work;
        this.threads = threads;
        this.seconds = seconds;
        this.reference = reference;
    }

    /**
     * One round.
     *
     * @return what is not used because it failed or is not right
     * @throws IOException when the peer cannot be run; earlier rounds stay
     */
    List<String> run() throws IOException {
        Peer.Measured measured = peer.measure(work.name(), threads, rounds == 0 ? Set.of() : worthMore(), seconds);
        List<String> refused = new ArrayList<>();
        measured.failures().forEach(failure -> refused.add(peer.name() + " " + failure));
        if (measured.times().isEmpty() && refused.isEmpty()) {
            refused.add(peer.name() + ", shape " + work.name() + ": it gave no measurement");
        }
        for (PeerTime time : measured.times()) {
            Key key = new Key(time.way(), time.mode());
            if (off(time) <= reference.fingerprintTolerance()) {
                add(key, time);
            } else {
                times.remove(key);
                refused.add(time.peer() + " " + time.way() + ", shape " + work.name() + ", " + time.mode()
                        + ": its loss or sum is " + time.loss() + ", the reference's " + reference.fingerprint()
                        + "; not used");
            }
        }
        rounds++;
        return refused;
    }

    /** A way that was missing in a round has no more of them: the rounds of its list are the first ones. */
    private void add(Key key, PeerTime time) {
        if (rounds == 0) {
            times.put(key, new ArrayList<>());
        }
        List<PeerTime> known = times.get(key);
        if (known != null && known.size() == rounds) {
            known.add(time);
        }
    }

    /** Those of {@link #measurements} that a ratio may be to: not what was dropped after a first round. */
    List<Measurement> near(Made made) {
        return measurements(made).stream()
                .filter(measurement -> measurement.rounds().size() >= Math.min(2, rounds))
                .toList();
    }

    /** Whether it has a way that is right. */
    boolean usable() {
        return !times.isEmpty();
    }

    private double off(PeerTime time) {
        return Math.abs(time.loss() - reference.fingerprint()) / Math.abs(reference.fingerprint());
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
                boolean near = first.get(0).median() <= NEAR * best;
                if (key.mode().equals(mode) && (near || key.way().variant().equals(peer.plainest()))) {
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
                work.name(),
                first.mode(),
                threads,
                1,
                list.stream().mapToInt(PeerTime::repetitions).sum(),
                median,
                list.stream().mapToDouble(PeerTime::minimum).min().orElse(median),
                middle(list.stream().map(PeerTime::low).toList()),
                middle(list.stream().map(PeerTime::high).toList()),
                work.examples() / median * 1e3,
                list.stream().map(PeerTime::median).toList(),
                new Checked("scalar reference", "loss or sum of results", off(first), reference.fingerprintTolerance()),
                null,
                null);
    }

    private static double middle(List<Double> values) {
        return new Sample(1, values).median();
    }
}
