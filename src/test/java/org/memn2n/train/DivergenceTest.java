package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memn2n.io.Safetensors;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Parameters;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.Clip;
import org.memn2n.ops.Tally.Fault;
import org.memn2n.ops.scalar.ScalarTensor;
import org.memn2n.tensor.HostTensor;
import org.memn2n.testkit.Bits;
import org.memn2n.testkit.WatchedBackend;
import org.memn2n.testkit.WatchedBackend.Update;
import org.memn2n.testkit.WatchedBackend.Watcher;

/** A number that is not finite ends training at its very step, and nothing of it reaches a file. */
class DivergenceTest {
    private static final String STATE = "restart-1.safetensors";

    @TempDir
    private Path folder;

    /** Writes a value into a gradient before an update. */
    private static final class Plant implements Watcher {
        private final long step;
        private final int tensor;
        private final double value;

        Plant(long step, int tensor, double value) {
            this.step = step;
            this.tensor = tensor;
            this.value = value;
        }

        @Override
        public void before(Update update) {
            if (update.step() == step) {
                ScalarTensor gradient =
                        (ScalarTensor) update.parameters().get(tensor).gradient();
                gradient.values()[gradient.shape().size() - 1] = value;
            }
        }
    }

    /** Remembers parameters and the fault at each step. */
    private static final class Diary implements Watcher {
        private final @Nullable Watcher planted;
        private final Map<Long, double[][]> before = new HashMap<>();
        private long firstFault;
        private double[][] last = new double[0][];

        Diary(@Nullable Watcher planted) {
            this.planted = planted;
        }

        @Override
        public void before(Update update) {
            if (planted != null) {
                planted.before(update);
            }
            before.put(update.step(), values(update));
        }

        @Override
        public void after(Update update) {
            Fault fault = update.kernels().read(update.tally()).fault();
            if (firstFault == 0 && fault.present()) {
                firstFault = update.step();
            }
            last = values(update);
        }

        private static double[][] values(Update update) {
            return update.parameters().stream()
                    .map(parameter ->
                            ((ScalarTensor) parameter.value()).values().clone())
                    .toArray(double[][]::new);
        }
    }

    private static DivergedException diverged(Watcher watcher, TrainingJob job) {
        return catchThrowableOfType(
                DivergedException.class,
                () -> new Training(new WatchedBackend(watcher), 1, TrainingListener.SILENT, new StopSignal())
                        .run(List.of(job)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aPlantedGradientIsNamedWithItsStep(double value) {
        TrainingJob job = Small.job(Small.training().build(), null);
        // At the start, before and at the border of an epoch, in the second phase, at the end.
        for (long step : new long[] {1, 11, 12, 13, 36}) {
            DivergedException error = diverged(new Plant(step, 2, value), job);

            assertThat(error).as("step %d", step).isNotNull();
            assertThat(error.step()).isEqualTo(step);
            assertThat(error.tensor()).isEqualTo("the gradient of E1");
            assertThat(error).hasMessageContainingAll("small, restart 1", "E1", "step " + step, "learning rate");
        }
    }

    @Test
    void aHugeRateIsFoundAtTheStepWhereATallyReadEachTimeShowsIt() {
        TrainingOptions options = Small.training()
                .clip(Clip.Kind.NONE)
                .learningRate(3)
                .linearLearningRate(3)
                .build();
        TrainingJob job = Small.job(options, null);
        Diary diary = new Diary(null);
        DivergedException read = diverged(diary, job);
        DivergedException unread = diverged(new Watcher() {}, job);

        assertThat(diary.firstFault).isGreaterThan(1);
        assertThat(read.step()).isEqualTo(diary.firstFault);
        assertThat(unread.step()).isEqualTo(diary.firstFault);
        assertThat(unread.tensor()).isEqualTo(read.tensor());
    }

    @Test
    void parametersStayThoseOfTheLastGoodStep() throws IOException {
        TrainingJob job = Small.job(Small.training().build(), folder);
        Diary diary = new Diary(new Plant(6, 0, Double.NaN));
        assertThat(diverged(diary, job).step()).isEqualTo(6);

        assertThat(diary.last).isDeepEqualTo(diary.before.get(6L));
        assertThat(diary.before.get(6L)).isNotEqualTo(diary.before.get(5L));
        assertThat(diary.before).as("the epoch runs to its end").containsKey(12L);

        assertThatThrownBy(() -> Small.trainUntil(5, job)).isInstanceOf(TrainingStoppedException.class);
        Map<String, HostTensor> saved =
                Safetensors.readVerified(folder.resolve(STATE)).tensors();
        int index = 0;
        for (HostTensor tensor : saved.values()) {
            double[] expected = diary.last[index++];
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) tensor.values()[i]).isEqualTo(expected[i]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void aPlantedWeightIsFoundInTheNextStep(float value) throws IOException {
        TrainingOptions options = Small.training().build();
        Dataset data = Dataset.of(Small.examples(), Small.model().build(), options);
        Map<String, HostTensor> parameters =
                new LinkedHashMap<>(Parameters.initial(new ParameterLayout(data.config()), 0.1, 1));
        HostTensor answers = parameters.get("E2");
        assertThat(answers).isNotNull();
        answers.values()[answers.values().length - 1] = value;
        RestartState state = RestartState.start(Phase.SOFTMAX, 0.01).at(3, 40, 0, 0, 0);
        MemoryStore store = new MemoryStore(new RestartStore.Saved(state, parameters));

        try (Backend backend = Backends.open("scalar")) {
            Restart restart = new Restart("small", 4, data, options, store, TrainingListener.SILENT, new StopSignal());
            DivergedException error = catchThrowableOfType(DivergedException.class, () -> restart.run(backend));
            assertThat(error.step()).isEqualTo(41);
            assertThat(error.tensor()).isEqualTo("the loss");
            assertThat(error).hasMessageContaining("restart 4");
        }
        Optional<RestartStore.Saved> kept = store.load();
        assertThat(kept.orElseThrow().state()).as("nothing was saved").isEqualTo(state);
    }

    @Test
    void aStopAtTheFaultItselfSavesNothing() throws IOException {
        TrainingJob job = Small.job(Small.training().build(), folder);
        StopSignal stop = new StopSignal();
        Plant plant = new Plant(4, 0, Double.NaN);
        Watcher watcher = new Watcher() {
            @Override
            public void before(Update update) {
                plant.before(update);
                if (update.step() == 4) {
                    stop.stop();
                }
            }
        };
        Training training = new Training(new WatchedBackend(watcher), 1, TrainingListener.SILENT, stop);

        assertThatThrownBy(() -> training.run(List.of(job))).isInstanceOf(DivergedException.class);
        assertThat(folder.resolve(STATE)).doesNotExist();
    }

    @Test
    void whatWasSavedBeforeIsUntouchedAndGoesOn() throws IOException {
        TrainingJob job = Small.job(Small.training().build(), folder);
        assertThatThrownBy(() -> Small.trainUntil(14, job)).isInstanceOf(TrainingStoppedException.class);
        byte[] saved = Files.readAllBytes(folder.resolve(STATE));

        assertThat(diverged(new Plant(20, 1, Double.NaN), job).step()).isEqualTo(20);

        assertThat(folder.resolve(STATE)).hasBinaryContent(saved);
        assertThat(new ModelFolder(folder).finished()).isFalse();
        TrainedModel resumed = Small.train(job);
        assertThat(Bits.difference(
                        resumed.parameters(), Small.train(job.training()).parameters()))
                .isEmpty();
    }

    @Test
    void aFiniteStepOutOfTheRangeOfFloatsIsNotSavedByAStop() {
        TrainingJob job = Small.job(
                Small.training().clip(Clip.Kind.NONE).linearLearningRate(1e4).build(), folder);
        StopSignal stop = new StopSignal();
        Plant plant = new Plant(1, 0, 3e38);
        Watcher watcher = new Watcher() {
            @Override
            public void before(Update update) {
                plant.before(update);
                stop.stop();
            }
        };
        assertThatThrownBy(() ->
                        new Training(new WatchedBackend(watcher), 1, TrainingListener.SILENT, stop).run(List.of(job)))
                .isInstanceOfSatisfying(DivergedException.class, error -> {
                    assertThat(error.step()).isEqualTo(1);
                    assertThat(error.tensor()).isEqualTo("E0");
                });
        assertThat(folder.resolve(STATE)).doesNotExist();
    }

    @Test
    void theLastStepOfAllIsCheckedToo() {
        TrainingOptions.Builder oneStep = Small.training()
                .clip(Clip.Kind.NONE)
                .linearStart(LinearStart.NONE)
                .epochs(1)
                .learningRate(100)
                .batchSize(1000);
        DivergedException unvalidated = diverged(
                new Plant(1, 0, 3e38), Small.job(oneStep.validationFraction(0).build(), null));
        DivergedException validated = diverged(
                new Plant(1, 2, 3e38), Small.job(oneStep.validationFraction(0.1).build(), null));

        assertThat(unvalidated.step()).isEqualTo(1);
        assertThat(unvalidated.tensor()).isEqualTo("E0");
        assertThat(validated.step()).isEqualTo(1);
        assertThat(validated).hasMessageContaining("is not finite in step 1");
    }
}
