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
import org.memn2n.benchmarks.work.NotVerifiedException;
import org.memn2n.benchmarks.work.Reference;
import org.memn2n.benchmarks.work.Work;
import org.memn2n.ops.DeviceException;

/**
 * Whole networks and shared memories against the reference and the peers. What uses the same hardware is measured together: in each round
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
     * @param works the work
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
            List<Work> works,
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

    /** What was not measured, and why: results that are not right, devices that fail, peers that do not run. */
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
        for (Work work : plan.works()) {
            progress.accept("shape " + work.name() + ": computing the reference");
            Reference reference = work.reference();
            for (int threads : groups()) {
                List<Measurement> before = List.copyOf(measurements);
                try {
                    group(work, reference, threads, group -> {
                        measurements.clear();
                        measurements.addAll(before);
                        measurements.addAll(group);
                        soFar.accept(measurements);
                    });
                } catch (DeviceException e) {
                    refuse(e);
                }
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

    private void group(Work work, Reference reference, int threads, Consumer<List<Measurement>> soFar) {
        List<Contender> contenders = new ArrayList<>();
        try {
            Sampler sampler = new Sampler(plan.warmUpSeconds());
            for (Device device : plan.devices()) {
                for (Mode mode : device.threads() == threads ? plan.modes() : List.<Mode>of()) {
                    if (!work.has(mode)) {
                        continue;
                    }
                    progress.accept("shape " + work.name() + ": verifying " + device.name() + ", " + mode.label());
                    try {
                        contenders.add(new Contender(device, work, mode, reference, sampler));
                    } catch (NotVerifiedException | DeviceException e) {
                        refuse(e);
                    }
                }
            }
            List<PeerRounds> peers = new ArrayList<>();
            for (Peer peer : plan.peers()) {
                if (peer.onGpu() == (threads == Device.GPU)) {
                    peers.add(new PeerRounds(peer, work, threads, plan.seconds(), reference));
                }
            }
            Ceilings ceilings = contenders.isEmpty() ? null : ceilings(threads);
            List<PeerRounds> running = new ArrayList<>(peers);
            for (int round = 1; round <= plan.rounds(); round++) {
                round(work, threads, round, sampler, contenders, running);
                soFar.accept(results(work, contenders, peers, ceilings));
            }
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    /** What no longer runs is taken off the peers that are running. */
    private void round(
            Work work, int threads, int round, Sampler sampler, List<Contender> contenders, List<PeerRounds> running) {
        progress.accept("shape " + work.name() + (threads == Device.GPU ? "" : ", threads " + threads) + ": round "
                + round + " of " + plan.rounds());
        List<Sample> samples =
                sampler.sample(contenders.stream().map(Contender::warm).toList(), plan.seconds());
        for (int i = 0; i < contenders.size(); i++) {
            contenders.get(i).add(samples.get(i));
        }
        for (PeerRounds peer : List.copyOf(running)) {
            try {
                peer.run().forEach(this::refuse);
                if (!peer.usable()) {
                    running.remove(peer);
                }
            } catch (IOException e) {
                refuse(e);
                running.remove(peer);
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
        refuse(String.valueOf(reason.getMessage()));
    }

    private void refuse(String reason) {
        refused.add(reason);
        progress.accept(reason);
    }

    private List<Measurement> results(
            Work work, List<Contender> contenders, List<PeerRounds> peers, @Nullable Ceilings ceilings) {
        List<Measurement> others = new ArrayList<>();
        List<Measurement> near = new ArrayList<>();
        for (PeerRounds peer : peers) {
            others.addAll(peer.measurements(made));
            near.addAll(peer.near(made));
        }
        List<Measurement> results = new ArrayList<>();
        for (Contender contender : contenders) {
            Measurement timed = contender.measurement(made);
            Measurement ours = ceilings == null
                    ? timed
                    : timed.withFloor(FloorTime.milliseconds(work, contender.mode(), ceilings));
            Optional<Measurement> best = best(near, contender.mode());
            results.add(best.map(peer -> ours.with(ours.ratioTo(peer))).orElse(ours));
        }
        results.addAll(others);
        return results;
    }

    /**
     * The fastest way of any peer. Our training that builds and uploads a new batch in each step is compared with theirs
     * on a batch that stays, since none of them does more.
     */
    private static Optional<Measurement> best(List<Measurement> peers, Mode mode) {
        String compared = (mode == Mode.TRAIN_WITH_BATCH ? Mode.TRAIN : mode).label();
        return peers.stream()
                .filter(peer -> peer.mode().equals(compared))
                .min(Comparator.comparing(Measurement::median));
    }
}
