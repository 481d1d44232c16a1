package org.memn2n.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.memn2n.train.TrainingListener;

/** A line for every epoch of a language model, with the latest time at which training ends. */
public final class EpochLines implements TrainingListener {
    private final PrintWriter out;
    private final int mostEpochs;
    private long epochBegan = System.nanoTime();

    /**
     * Lines on this writer.
     *
     * @param mostEpochs after which training ends at the latest
     */
    public EpochLines(PrintWriter out, int mostEpochs) {
        this.out = out;
        this.mostEpochs = mostEpochs;
    }

    @Override
    public void epochEnded(EpochReport report) {
        long now = System.nanoTime();
        Duration epoch = Duration.ofNanos(now - epochBegan);
        epochBegan = now;
        out.printf(
                Locale.ROOT,
                "restart %d, epoch %d of at most %d: rate %.3g, perplexity %.2f training, %.2f validation; %,.0f words/s,"
                        + " at most %s to go%n",
                report.restart(),
                report.epoch(),
                mostEpochs,
                report.learningRate(),
                Math.exp(report.loss()),
                Math.exp(report.validationLoss()),
                report.examplesPerSecond(),
                rounded(epoch.multipliedBy(Math.max(0, mostEpochs - report.epoch()))));
        out.flush();
    }

    private static String rounded(Duration duration) {
        return String.format(Locale.ROOT, "%d h %02d min", duration.toHours(), duration.toMinutesPart());
    }
}
