package org.memn2n.ops.cuda;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.Nonlinearity;
import org.memn2n.model.OutputLayer;
import org.memn2n.model.TimeEncoding;
import org.memn2n.model.Tying;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.Clip;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.gpu.GpuBackend;
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
        return job(questions, ModelOptions.paper(), options, folder);
    }

    private static TrainingJob job(
            int questions, ModelOptions.Builder model, TrainingOptions options, @Nullable Path folder) {
        return TrainingJob.ofStories(
                "small",
                List.of(1),
                Stories.simulated(questions / QUESTIONS, 3),
                model.dimension(6).hops(2).memorySize(8).build(),
                options,
                folder);
    }

    /** A job whose answers are picked from the word table, which takes a memset between the kernels of a step. */
    static TrainingJob picking(int questions, TrainingOptions options) {
        return job(questions, ModelOptions.paper().output(OutputLayer.ANSWERS), options, null);
    }

    /** Jobs that make all operations of a step between them. */
    static List<TrainingJob> variants() {
        int questions = 100;
        TrainingOptions options = options().build();
        return List.of(
                job(questions, ModelOptions.paper(), options, null),
                picking(questions, options),
                job(
                        questions,
                        ModelOptions.languageModel(),
                        options().clip(Clip.Kind.GLOBAL).build(),
                        null),
                job(
                        questions,
                        ModelOptions.paper()
                                .time(TimeEncoding.WORD)
                                .positionWeights(PositionWeights.PAPER)
                                .nonlinearity(Nonlinearity.ALL),
                        options().clip(Clip.Kind.EACH_TENSOR_SPECTRAL).build(),
                        null),
                job(
                        questions,
                        ModelOptions.paper().tying(Tying.LAYER_WISE).time(TimeEncoding.NONE),
                        options().clip(Clip.Kind.NONE).build(),
                        null));
    }

    static TrainedModel train(Backend backend, int threads, TrainingJob job) throws IOException {
        return new Training(backend, threads, TrainingListener.SILENT, new StopSignal())
                .run(List.of(job))
                .get(0);
    }

    /** The CUDA backend, with a device that tells what is in use. */
    static GpuBackend open() {
        if (Backends.open("cuda") instanceof GpuBackend cuda) {
            return cuda;
        }
        throw new AssertionError("the backend named cuda is another");
    }
}
