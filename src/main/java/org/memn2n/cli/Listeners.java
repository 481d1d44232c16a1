package org.memn2n.cli;

import java.nio.file.Path;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.TrainingListener;

/** Listeners made of others. */
final class Listeners {
    private Listeners() {}

    /** Tells the first, then the second. */
    static TrainingListener both(TrainingListener first, TrainingListener second) {
        return new TrainingListener() {
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
        };
    }
}
