package org.memn2n.benchmarks.epochs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.memn2n.data.Example;
import org.memn2n.model.ModelOptions;
import org.memn2n.ops.Backend;
import org.memn2n.train.StopSignal;
import org.memn2n.train.Training;
import org.memn2n.train.TrainingJob;
import org.memn2n.train.TrainingListener;
import org.memn2n.train.TrainingOptions;

/** One training by the paper's recipe, and when each of its epochs ended. */
final class EpochTimes implements TrainingListener {
    private final List<Long> ends = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private final TrainingJob job;

    private EpochTimes(List<Example> examples, int epochs) {
        int linear = Math.min(epochs, TrainingOptions.paper().build().linearEpochs());
        TrainingOptions options = TrainingOptions.paper()
                .linearEpochs(linear)
                .epochs(epochs - linear)
                .build();
        job = TrainingJob.of(examples, ModelOptions.paper().build(), options);
    }

    /** Trains for so many epochs. */
    static EpochTimes of(List<Example> examples, int epochs, Backend backend) {
        EpochTimes times = new EpochTimes(examples, epochs);
        try {
            new Training(backend, 1, times, new StopSignal()).run(List.of(times.job));
        } catch (IOException e) {
            throw new IllegalStateException("a training in memory uses no files", e);
        }
        return times;
    }

    @Override
    public void epochEnded(EpochReport report) {
        ends.add(System.nanoTime());
        losses.add(report.loss());
    }

    /** How many examples an epoch trains on. */
    int examples() {
        return job.data().training().size();
    }

    /** The mean loss of the first epoch. */
    double firstLoss() {
        return losses.get(0);
    }

    /** Milliseconds of each epoch after the first {@code skipped}. */
    List<Double> milliseconds(int skipped) {
        List<Double> times = new ArrayList<>();
        for (int epoch = Math.max(1, skipped); epoch < ends.size(); epoch++) {
            times.add((ends.get(epoch) - ends.get(epoch - 1)) / 1e6);
        }
        return times;
    }
}
