package org.memn2n.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.Example;
import org.memn2n.model.ModelOptions;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.testkit.Stories;
import org.memn2n.testkit.WatchedBackend;
import org.memn2n.testkit.WatchedBackend.Update;
import org.memn2n.testkit.WatchedBackend.Watcher;

/** Trainings of a few milliseconds: 100 questions, 90 of them trained on, 12 steps an epoch, the last one short. */
final class Small {
    static final int STEPS_AN_EPOCH = 12;

    private Small() {}

    static List<Example> examples() {
        return Stories.simulated(20, 3);
    }

    static ModelOptions.Builder model() {
        return ModelOptions.paper().dimension(6).hops(2).memorySize(8);
    }

    /** One linear epoch and two more. */
    static TrainingOptions.Builder training() {
        return TrainingOptions.paper().batchSize(8).linearEpochs(1).epochs(2).learningRate(0.01);
    }

    static TrainingJob job(TrainingOptions training, @Nullable Path folder) {
        return TrainingJob.ofStories("small", List.of(1), examples(), model().build(), training, folder);
    }

    static TrainedModel train(TrainingOptions training) throws IOException {
        return train(job(training, null));
    }

    static TrainedModel train(TrainingJob job) throws IOException {
        try (Backend backend = Backends.open("scalar")) {
            return Training.train(job, backend);
        }
    }

    /** Trains with a stop after step {@code last}, counted over all of a single restart. */
    static TrainedModel trainUntil(long last, TrainingJob job) throws IOException {
        StopSignal stop = new StopSignal();
        Watcher watcher = new Watcher() {
            @Override
            public void after(Update update) {
                if (update.step() == last) {
                    stop.stop();
                }
            }
        };
        return new Training(new WatchedBackend(watcher), 1, TrainingListener.SILENT, stop)
                .run(List.of(job))
                .get(0);
    }
}
