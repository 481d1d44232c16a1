package org.memn2n.cli;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.memn2n.train.LinearStart;
import org.memn2n.train.Phase;
import org.memn2n.train.TrainingJob;
import org.memn2n.train.TrainingListener;
import org.memn2n.train.TrainingOptions;

/** A progress bar on standard error over all restarts of all jobs; nothing when that is not a terminal. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
    private final @Nullable ProgressBar bar;

    /** The names of the models for which questions are held out. */
    private final Set<String> validated;

    TrainingProgress(List<TrainingJob> jobs) {
        validated = jobs.stream()
                .filter(job -> job.data().validation().size() > 0)
                .map(TrainingJob::name)
                .collect(Collectors.toUnmodifiableSet());
        bar = Terminal.watched() && System.getenv("CI") == null
                ? new ProgressBarBuilder()
                        .setTaskName("training")
                        .setInitialMax(jobs.stream()
                                .mapToLong(TrainingProgress::examples)
                                .sum())
                        .setUnit(" examples", 1)
                        .showSpeed()
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .setUpdateIntervalMillis(250)
                        .build()
                : null;
    }

    /** The most examples that a job can see. */
    private static long examples(TrainingJob job) {
        TrainingOptions options = job.training();
        long epochs =
                (long) options.epochs() + (options.linearStart() == LinearStart.NONE ? 0 : options.linearEpochs());
        return epochs * options.restarts() * job.data().training().size();
    }

    @Override
    public void progressed(String job, int restart, int examples, double meanLoss) {
        if (bar != null) {
            bar.stepBy(examples);
        }
    }

    @Override
    public void epochEnded(EpochReport report) {
        if (bar != null) {
            bar.setExtraMessage(String.format(
                    Locale.ROOT,
                    " %s restart %d %sepoch %d: loss %.3f, error %.1f %% train%s",
                    report.job(),
                    report.restart(),
                    report.phase() == Phase.LINEAR ? "linear " : "",
                    report.epoch(),
                    report.loss(),
                    100 * report.trainingError(),
                    validated.contains(report.job())
                            ? String.format(Locale.ROOT, ", %.1f %% validation", 100 * report.validationError())
                            : ""));
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
