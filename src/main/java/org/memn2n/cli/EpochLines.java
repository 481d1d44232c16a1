package org.memn2n.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.memn2n.train.TrainingListener;

/** A line for every epoch of a language model, with the most time that its restart may still take. */
public final class EpochLines implements TrainingListener {
    private final PrintWriter out;
    private final int mostEpochs;
    private final Map<Integer, Long> ends = new HashMap<>();

    /**
     * Lines on this writer.
     *
     * @param mostEpochs after which a restart ends at the latest
     */
    public EpochLines(PrintWriter out, int mostEpochs) {
        this.out = out;
        this.mostEpochs = mostEpochs;
    }

    @Override
    public synchronized void epochEnded(EpochReport report) {
        out.printf(
                Locale.ROOT,
                "restart %d, epoch %d of at most %d: rate %.3g, perplexity %.2f training, %.2f validation; %,.0f words/s%s%n",
                report.restart(),
                report.epoch(),
                mostEpochs,
                report.learningRate(),
                Math.exp(report.loss()),
                Math.exp(report.validationLoss()),
                report.examplesPerSecond(),
                left(report));
        out.flush();
    }

    /** By the time since the epoch before; nothing after the first that is heard of, which may have been a part of one. */
    private String left(EpochReport report) {
        long now = System.nanoTime();
        Long before = ends.put(report.restart(), now);
        return before == null
                ? ""
                : ", at most "
                        + rounded(Duration.ofNanos(now - before).multipliedBy(Math.max(0, mostEpochs - report.epoch())))
                        + " to go";
    }

    private static String rounded(Duration duration) {
        return String.format(Locale.ROOT, "%d h %02d min", duration.toHours(), duration.toMinutesPart());
    }
}
