package org.memn2n.benchmarks.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Takes samples of several contenders in turn, so that whatever slows the machine down for a while slows all of them.
 *
 * <p>A sample is as many steps as last {@value #SAMPLE_MILLISECONDS} ms, and one wait at its end: launches and the wait of
 * a device would otherwise be measured in place of its work.
 */
public final class Sampler {
    private static final double SAMPLE_MILLISECONDS = 20;

    private static final int MOST_STEPS = 1_000_000;

    private static final int FEWEST_SAMPLES = 5;

    /** A warm-up ends when the median of its last samples is within this share of that of the samples before them. */
    private static final double STABLE = 0.05;

    private static final int WINDOW = 5;

    private final double warmUpSeconds;
    private final LongSupplier nanoseconds;

    /**
     * @param warmUpSeconds the longest that one contender is warmed up; a quarter of it is the shortest, since code that
     *     is not compiled yet has a steady pace too
     */
    public Sampler(double warmUpSeconds) {
        this(warmUpSeconds, System::nanoTime);
    }

    Sampler(double warmUpSeconds, LongSupplier nanoseconds) {
        this.warmUpSeconds = warmUpSeconds;
        this.nanoseconds = nanoseconds;
    }

    /** One contender, warmed up, with the number of steps that make a sample. */
    public static final class Warm {
        private final Timed timed;
        private final int steps;

        private Warm(Timed timed, int steps) {
            this.timed = timed;
            this.steps = steps;
        }
    }

    /** Runs until the time of a step no longer changes, and finds out how many steps make a sample. */
    public Warm warmUp(Timed timed) {
        long start = nanoseconds.getAsLong();
        List<Double> times = new ArrayList<>();
        int steps = 1;
        do {
            double milliseconds = time(timed, steps);
            times.add(milliseconds);
            steps = steps(milliseconds);
        } while (times.size() < FEWEST_SAMPLES || !warm((nanoseconds.getAsLong() - start) / 1e9, times));
        int last = Math.max(0, times.size() - WINDOW);
        double settled = new Sample(1, times.subList(last, times.size())).median();
        return new Warm(timed, steps(settled));
    }

    private static int steps(double milliseconds) {
        return (int) Math.max(1, Math.min(MOST_STEPS, Math.ceil(SAMPLE_MILLISECONDS / milliseconds)));
    }

    private boolean warm(double seconds, List<Double> times) {
        return seconds >= warmUpSeconds || (seconds >= warmUpSeconds / 4 && stable(times));
    }

    private static boolean stable(List<Double> times) {
        int size = times.size();
        if (size < 2 * WINDOW) {
            return false;
        }
        double before = new Sample(1, times.subList(size - 2 * WINDOW, size - WINDOW)).median();
        double now = new Sample(1, times.subList(size - WINDOW, size)).median();
        return Math.abs(now - before) <= STABLE * before;
    }

    /**
     * Samples all of them in turn.
     *
     * @param seconds the time for each of them
     * @return a sample for each, in their order
     */
    public List<Sample> sample(List<Warm> contenders, double seconds) {
        List<List<Double>> times = new ArrayList<>();
        contenders.forEach(contender -> times.add(new ArrayList<>()));
        long end = nanoseconds.getAsLong() + (long) (seconds * 1e9 * contenders.size());
        for (int turn = 0; turn < FEWEST_SAMPLES || nanoseconds.getAsLong() < end; turn++) {
            for (int i = 0; i < contenders.size(); i++) {
                Warm contender = contenders.get(i);
                times.get(i).add(time(contender.timed, contender.steps));
            }
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            samples.add(new Sample(contenders.get(i).steps, times.get(i)));
        }
        return samples;
    }

    /** Milliseconds a step. */
    private double time(Timed timed, int steps) {
        long start = nanoseconds.getAsLong();
        timed.run(steps);
        return Math.max(1, nanoseconds.getAsLong() - start) / 1e6 / steps;
    }
}
