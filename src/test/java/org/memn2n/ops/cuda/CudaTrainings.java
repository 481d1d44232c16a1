package org.memn2n.ops.cuda;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.model.ModelOptions;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.testkit.Stories;
import org.memn2n.train.StopSignal;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.Training;
import org.memn2n.train.TrainingJob;
import org.memn2n.train.TrainingListener;
import org.memn2n.train.TrainingOptions;

/** Trainings small enough for the stand-in: questions of task 1, two hops of six components. */
final class CudaTrainings {
    /** Questions a story. */
    private static final int QUESTIONS = 5;

    private CudaTrainings() {}

    /** Three linear epochs and two more. */
    static TrainingOptions.Builder options() {
        return TrainingOptions.paper()
                .batchSize(8)
                .linearEpochs(3)
                .epochs(2)
                .learningRate(0.01)
                .seed(4);
    }

    /** A job of so many questions, a multiple of 5, kept in {@code folder} or nowhere. */
    static TrainingJob job(int questions, TrainingOptions options, @Nullable Path folder) {
        ModelOptions model =
                ModelOptions.paper().dimension(6).hops(2).memorySize(8).build();
        return new TrainingJob(
                "small", List.of(1), Stories.simulated(questions / QUESTIONS, 3), model, options, folder);
    }

    static TrainedModel train(Backend backend, int threads, TrainingJob job) throws IOException {
        return new Training(backend, threads, TrainingListener.SILENT, new StopSignal())
                .run(List.of(job))
                .get(0);
    }

    /** The CUDA backend, with a device that tells what is in use. */
    static CudaBackend open() {
        if (Backends.open("cuda") instanceof CudaBackend cuda) {
            return cuda;
        }
        throw new AssertionError("the backend named cuda is another");
    }
}
