package org.memn2n.ops.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.Answer;
import org.memn2n.Predictor;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.gpu.GpuBackend;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.Bits;
import org.memn2n.testkit.Close;
import org.memn2n.testkit.Stories;
import org.memn2n.train.StopSignal;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.Training;
import org.memn2n.train.TrainingJob;
import org.memn2n.train.TrainingListener;
import org.memn2n.train.TrainingOptions;
import org.memn2n.train.TrainingStoppedException;

/**
 * Whole trainings on CUDA, small enough for the stand-in of the driver, beside the scalar backend. Needs the
 * folder of {@code libcuda.so.1} in {@code LD_LIBRARY_PATH}, and fails without.
 */
class CudaStandInTest {
    private static final int QUESTIONS = 100;

    /**
     * How far a weight may be from that of the scalar backend after {@link CudaTrainings#options}. Both store
     * floats but sum in another order, so each of the 60 steps differs by a few 2^-24 of a gradient clipped to
     * 40, times the rate of 0.01: at most 6e-8 was found, and a GPU, which fuses products and sums, gets room.
     */
    private static final double WEIGHTS = 1e-5;

    private GpuBackend cuda = CudaTrainings.open();

    @TempDir
    private Path folder;

    @BeforeEach
    void nothingIsInUse() {
        assertThat(inUse()).isEqualTo(List.of(0L, 0L));
    }

    @AfterEach
    void everythingIsGivenBack() {
        assertThat(inUse()).isEqualTo(List.of(0L, 0L));
        assertThat(cuda.counted().objects()).isZero();
        cuda.close();
    }

    /** Pieces and bytes of device memory. */
    private List<Long> inUse() {
        return List.of(cuda.counted().allocations(), cuda.counted().bytes());
    }

    private static TrainingJob job() {
        return CudaTrainings.job(QUESTIONS, CudaTrainings.options().build(), null);
    }

    private static double worst(Map<String, HostTensor> found, Map<String, HostTensor> expected) {
        double worst = 0;
        for (Map.Entry<String, HostTensor> tensor : found.entrySet()) {
            float[] other =
                    expected.getOrDefault(tensor.getKey(), tensor.getValue()).values();
            float[] own = tensor.getValue().values();
            assertThat(other).hasSameSizeAs(own);
            for (int i = 0; i < own.length; i++) {
                assertThat(own[i]).as(tensor.getKey()).isFinite();
                worst = Math.max(worst, Math.abs(own[i] - other[i]));
            }
        }
        return worst;
    }

    @Test
    void trainsWhatTheScalarBackendTrainsAndTheSameBitsTwice() throws IOException {
        TrainedModel first = CudaTrainings.train(cuda, 1, job());
        TrainedModel second = CudaTrainings.train(cuda, 1, job());
        TrainedModel untrained = CudaTrainings.train(
                cuda,
                1,
                CudaTrainings.job(QUESTIONS, CudaTrainings.options().seed(5).build(), null));
        try (Backend scalar = Backends.open("scalar")) {
            TrainedModel expected = CudaTrainings.train(scalar, 1, job());

            assertThat(first.parameters().keySet())
                    .isEqualTo(expected.parameters().keySet());
            assertThat(worst(first.parameters(), expected.parameters())).isLessThan(WEIGHTS);
            assertThat(first.report().trainingLoss())
                    .isCloseTo(expected.report().trainingLoss(), within(WEIGHTS));
            assertThat(first.report().steps()).isEqualTo(expected.report().steps());
            assertThat(worst(untrained.parameters(), expected.parameters()))
                    .as("another seed is noticed")
                    .isGreaterThan(10 * WEIGHTS);
        }
        assertThat(Bits.difference(second.parameters(), first.parameters())).isEmpty();
        assertThat(second.report()).isEqualTo(first.report());
    }

    @Test
    void threadsDoNotMatter() throws IOException {
        TrainingOptions options =
                CudaTrainings.options().linearEpochs(1).epochs(1).restarts(3).build();
        TrainingJob job = CudaTrainings.job(QUESTIONS / 2, options, null);
        TrainedModel one = CudaTrainings.train(cuda, 1, job);
        TrainedModel two = CudaTrainings.train(cuda, 2, job);

        assertThat(Bits.difference(two.parameters(), one.parameters())).isEmpty();
        assertThat(two.report()).isEqualTo(one.report());
    }

    @Test
    void answersAreThoseOfTheScalarBackend() throws IOException {
        List<Answer> found;
        List<Answer> expected;
        try (Backend scalar = Backends.open("scalar")) {
            TrainedModel model = CudaTrainings.train(scalar, 1, job());
            try (Predictor onCuda = new Predictor(model, cuda);
                    Predictor onScalar = new Predictor(model, scalar)) {
                found = onCuda.answerAll(Stories.simulated(10, 9));
                expected = onScalar.answerAll(Stories.simulated(10, 9));
            }
        }
        assertThat(found).hasSameSizeAs(expected).hasSizeGreaterThan(40);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).device()).contains("cuda:0");
            assertThat(found.get(i).text()).isEqualTo(expected.get(i).text());
            assertThat(found.get(i).probability())
                    .isCloseTo(expected.get(i).probability(), within(Close.SINGLE_FORWARD));
        }
    }

    /** The same device, which asks for a stop as soon as a training has begun. */
    private Backend stopping(StopSignal stop) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("newOps")) {
                        stop.stop();
                    }
                    return method.invoke(cuda, arguments);
                });
    }

    @Test
    void resumedIsUnbroken() throws IOException {
        TrainingOptions options =
                CudaTrainings.options().linearEpochs(1).epochs(1).build();
        TrainingJob kept = CudaTrainings.job(QUESTIONS / 2, options, folder);
        TrainedModel unbroken = CudaTrainings.train(cuda, 1, CudaTrainings.job(QUESTIONS / 2, options, null));
        for (int step = 1; step <= 8; step++) {
            StopSignal stop = new StopSignal();
            Training training = new Training(stopping(stop), 1, TrainingListener.SILENT, stop);
            assertThatThrownBy(() -> training.run(List.of(kept)))
                    .isInstanceOf(TrainingStoppedException.class)
                    .hasMessageContaining("stopped after step " + step);
        }
        TrainedModel resumed = CudaTrainings.train(cuda, 1, kept);

        assertThat(Bits.difference(resumed.parameters(), unbroken.parameters())).isEmpty();
        assertThat(resumed.report()).isEqualTo(unbroken.report());
    }

    @Test
    void noPieceIsForgottenFromEpochToEpoch() throws IOException {
        List<Long> afterEpochs = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epochEnded(EpochReport report) {
                afterEpochs.add(cuda.counted().allocations());
            }
        };
        TrainingOptions options =
                CudaTrainings.options().linearEpochs(1).epochs(5).build();
        new Training(cuda, 1, listener, new StopSignal()).run(List.of(CudaTrainings.job(QUESTIONS / 2, options, null)));

        // A piece may still be exchanged for a larger one: noise makes batches of different sizes.
        assertThat(afterEpochs).hasSize(6);
        assertThat(afterEpochs.subList(2, 6)).containsOnly(afterEpochs.get(2));
    }

    @Test
    void aLeakIsNoticed() {
        try (Ops ops = cuda.newOps()) {
            Tensor tensor = ops.allocate(Shape.of(3, 5));
            assertThat(inUse()).isEqualTo(List.of(1L, 3L * 5 * Float.BYTES));
            tensor.close();
            tensor.close();
            assertThat(inUse()).isEqualTo(List.of(0L, 0L));
            ops.allocate(Shape.of(7));
            assertThat(inUse()).isEqualTo(List.of(1L, 7L * Float.BYTES));
        }
        assertThat(inUse()).as("the queue gives back what its user forgot").isEqualTo(List.of(0L, 0L));
    }
}
