package org.memn2n.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.memn2n.benchmarks.peers.Ceilings;
import org.memn2n.benchmarks.peers.FloorTime;
import org.memn2n.benchmarks.peers.Peer;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.benchmarks.report.Measurement;
import org.memn2n.benchmarks.timing.Sample;
import org.memn2n.benchmarks.timing.Sampler;
import org.memn2n.benchmarks.work.Mode;
import org.memn2n.benchmarks.work.NetworkWork;
import org.memn2n.benchmarks.work.NotVerifiedException;
import org.memn2n.benchmarks.work.Verification;
import org.memn2n.benchmarks.work.WorkShape;

/**
 * Whole networks against the reference and the peers. What uses the same hardware is measured together: in each round
 * first our contenders in turn, then each peer, and ratios are those of a round.
 */
final class NetworkBenchmark {
    /** Seconds: what the compiler of the virtual machine takes to come to its end on code that it has not seen. */
    static final double WARM_UP = 3;

    private final Plan plan;
    private final Made made = Made.here();
    private final Consumer<String> progress;
    private final List<String> refused = new ArrayList<>();
    private final Map<Integer, Ceilings> ceilings = new HashMap<>();
    private boolean refusedCeilings;

    /**
     * What to measure.
     *
     * @param shapes the work
     * @param modes what a step does
     * @param devices our backends
     * @param peers other programs
     * @param threads for the peers that use the CPU
     * @param rounds how often everything is measured in turn
     * @param warmUpSeconds the longest that one of our contenders is warmed up
     * @param seconds for each contender in each round
     * @param ceilings makes what measures the processor with so many threads; null for none
     */
    record Plan(
            List<WorkShape> shapes,
            List<Mode> modes,
            List<Device> devices,
            List<Peer> peers,
            List<Integer> threads,
            int rounds,
            double warmUpSeconds,
            double seconds,
            @Nullable IntFunction<Ceilings> ceilings) {}

    NetworkBenchmark(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** What was not measured, and why: results that are not right, peers that do not run. */
    List<String> refused() {
        return refused;
    }

    /**
     * Measures everything.
     *
     * @param soFar gets all measurements so far whenever there are new ones, so that a run that is ended early leaves some
     */
    List<Measurement> run(Consumer<List<Measurement>> soFar) {
        List<Measurement> measurements = new ArrayList<>();
        for (WorkShape shape : plan.shapes()) {
            NetworkWork work = NetworkWork.of(shape);
            progress.accept("shape " + shape.name() + ": computing the reference");
            Verification verification = new Verification(work);
            for (int threads : groups()) {
                measurements.addAll(group(work, verification, threads));
                soFar.accept(measurements);
            }
        }
        return measurements;
    }

    private SortedSet<Integer> groups() {
        SortedSet<Integer> groups = new TreeSet<>();
        plan.devices().forEach(device -> groups.add(device.threads()));
        plan.peers().stream().filter(Peer::onGpu).forEach(peer -> groups.add(Device.GPU));
        plan.peers().stream().filter(peer -> !peer.onGpu()).forEach(peer -> groups.addAll(plan.threads()));
        return groups;
    }

    private List<Measurement> group(NetworkWork work, Verification verification, int threads) {
        List<Contender> contenders = new ArrayList<>();
        try {
            Sampler sampler = new Sampler(plan.warmUpSeconds());
            for (Device device : plan.devices()) {
                for (Mode mode : device.threads() == threads ? plan.modes() : List.<Mode>of()) {
                    progress.accept(
                            "shape " + work.shape().name() + ": verifying " + device.name() + ", " + mode.label());
                    try {
                        contenders.add(new Contender(device, work, mode, verification, sampler));
                    } catch (NotVerifiedException e) {
                        refuse(e);
                    }
                }
            }
            List<PeerRounds> peers = new ArrayList<>();
            for (Peer peer : plan.peers()) {
                if (peer.onGpu() == (threads == Device.GPU)) {
                    peers.add(new PeerRounds(peer, work.shape(), threads, plan.seconds(), verification.loss()));
                }
            }
            Ceilings ceilings = contenders.isEmpty() ? null : ceilings(threads);
            rounds(work.shape(), threads, sampler, contenders, peers);
            return results(work, contenders, peers, ceilings);
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private void rounds(
            WorkShape shape, int threads, Sampler sampler, List<Contender> contenders, List<PeerRounds> peers) {
        for (int round = 1; round <= plan.rounds(); round++) {
            progress.accept("shape " + shape.name() + (threads == Device.GPU ? "" : ", threads " + threads) + ": round "
                    + round + " of " + plan.rounds());
            List<Sample> samples =
                    sampler.sample(contenders.stream().map(Contender::warm).toList(), plan.seconds());
            for (int i = 0; i < contenders.size(); i++) {
                contenders.get(i).add(samples.get(i));
            }
            for (PeerRounds peer : List.copyOf(peers)) {
                try {
                    peer.run();
                } catch (IOException | NotVerifiedException e) {
                    refuse(e);
                    peers.remove(peer);
                }
            }
        }
    }

    /** What the processor can do with so many threads, measured once more; null when it is not asked for or not known. */
    private @Nullable Ceilings ceilings(int threads) {
        IntFunction<Ceilings> maker = plan.ceilings();
        if (maker == null || threads == Device.GPU || refusedCeilings) {
            return null;
        }
        Ceilings known = ceilings.computeIfAbsent(threads, maker::apply);
        try {
            progress.accept("measuring the ceilings of the processor, threads " + threads);
            known.measure();
        } catch (IOException e) {
            refusedCeilings = true;
            progress.accept("no floors: " + e.getMessage());
        }
        return known.known() ? known : null;
    }

    private void refuse(Exception reason) {
        refused.add(String.valueOf(reason.getMessage()));
        progress.accept(String.valueOf(reason.getMessage()));
    }

    private List<Measurement> results(
            NetworkWork work, List<Contender> contenders, List<PeerRounds> peers, @Nullable Ceilings ceilings) {
        List<Measurement> others = new ArrayList<>();
        peers.forEach(peer -> others.addAll(peer.measurements(made)));
        List<Measurement> results = new ArrayList<>();
        for (Contender contender : contenders) {
            Measurement timed = contender.measurement(made);
            Measurement ours = ceilings == null
                    ? timed
                    : timed.withFloor(FloorTime.milliseconds(work, contender.mode(), ceilings));
            Optional<Measurement> best = best(others, contender.mode());
            results.add(best.map(peer -> ours.with(ours.ratioTo(peer))).orElse(ours));
        }
        results.addAll(others);
        return results;
    }

    /** The fastest way of any peer that was measured in every round. A new batch a step has no peer. */
    private Optional<Measurement> best(List<Measurement> peers, Mode mode) {
        return peers.stream()
                .filter(peer ->
                        peer.mode().equals(mode.label()) && peer.rounds().size() == plan.rounds())
                .min(Comparator.comparing(Measurement::median));
    }
}
