package org.memn2n.train;

import java.nio.file.Path;

/**
 * Two listeners as one.
 *
 * @param first hears everything first
 * @param second hears it next
 */
record BothListeners(TrainingListener first, TrainingListener second) implements TrainingListener {
    @Override
    public void progressed(String job, int restart, int examples, double meanLoss) {
        first.progressed(job, restart, examples, meanLoss);
        second.progressed(job, restart, examples, meanLoss);
    }

    @Override
    public void epochEnded(EpochReport report) {
        first.epochEnded(report);
        second.epochEnded(report);
    }

    @Override
    public void restartEnded(RestartReport report) {
        first.restartEnded(report);
        second.restartEnded(report);
    }

    @Override
    public void restartTrained(TrainedModel model) {
        first.restartTrained(model);
        second.restartTrained(model);
    }

    @Override
    public void saved(Path file) {
        first.saved(file);
        second.saved(file);
    }
}
