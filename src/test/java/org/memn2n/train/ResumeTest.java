package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.tensor.HostTensor;
import org.memn2n.testkit.Bits;
import org.memn2n.train.TrainingListener.EpochReport;

/** A training that was stopped and resumed is the unbroken one, bit for bit. */
class ResumeTest {
    @TempDir
    private Path folder;

    static Stream<Arguments> trainings() {
        List<Arguments> trainings = new ArrayList<>();
        for (LinearStart start : LinearStart.values()) {
            for (Sampling sampling : Sampling.values()) {
                trainings.add(Arguments.of(start, sampling));
            }
        }
        return trainings.stream();
    }

    private static TrainingOptions options(LinearStart start, Sampling sampling) {
        // At this rate the validation loss rises in the second or third epoch, and so ends a linear start by
        // validation.
        return Small.training()
                .linearStart(start)
                .linearEpochs(start == LinearStart.VALIDATION ? 4 : 2)
                .linearLearningRate(start == LinearStart.VALIDATION ? 0.05 : 0.005)
                .sampling(sampling)
                .build();
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void aStopAfterAnyStepChangesNothing(LinearStart start, Sampling sampling) throws IOException {
        TrainingOptions options = options(start, sampling);
        TrainedModel unbroken = Small.train(options);
        long epoch = sampling == Sampling.SHUFFLE ? Small.STEPS_AN_EPOCH : Small.STEPS_AN_EPOCH - 1;
        long last = unbroken.report().steps();
        assertThat(last / epoch)
                .as("epochs; the most of a linear start are not reached by validation")
                .isBetween(start == LinearStart.NONE ? 2L : 4L, start == LinearStart.VALIDATION ? 5L : 4L);

        for (long stop : new TreeSet<>(List.of(1L, epoch - 1, epoch, epoch + 1, last - epoch, last - 1, last))) {
            Path place = folder.resolve("stop" + stop);
            TrainingJob job = Small.job(options, place);
            assertThatThrownBy(() -> Small.trainUntil(stop, job))
                    .isInstanceOf(TrainingStoppedException.class)
                    .hasMessageContaining("stopped after step " + stop);
            assertThat(new ModelFolder(place).finished()).isFalse();
            requireSame("stop after step " + stop, Small.train(job), unbroken);
        }
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void manyStopsChangeNothing(LinearStart start, Sampling sampling) throws IOException {
        TrainingOptions options = options(start, sampling);
        TrainedModel unbroken = Small.train(options);
        TrainingJob job = Small.job(options, folder);

        for (long stop = 2; stop < unbroken.report().steps(); stop += 5) {
            long step = stop;
            assertThatThrownBy(() -> Small.trainUntil(step, job)).isInstanceOf(TrainingStoppedException.class);
        }
        requireSame("stops every 5 steps", Small.train(job), unbroken);
    }

    private static void requireSame(String what, TrainedModel found, TrainedModel expected) {
        assertThat(Bits.difference(found.parameters(), expected.parameters()))
                .as(what)
                .isEmpty();
        assertThat(found.report()).as(what).isEqualTo(expected.report());
        assertThat(found.vocabulary().lines()).isEqualTo(expected.vocabulary().lines());
    }

    @Test
    void aStopAskedBeforeTheStartBeginsNothing() throws IOException {
        TrainingOptions options = Small.training().restarts(2).build();
        TrainingJob job = Small.job(options, folder);
        StopSignal asked = new StopSignal();
        asked.stop();

        try (Backend backend = Backends.open("scalar")) {
            Training training = new Training(backend, 2, TrainingListener.SILENT, asked);
            assertThatThrownBy(() -> training.run(List.of(job)))
                    .isInstanceOf(TrainingStoppedException.class)
                    .hasMessage("small: stopped before a restart began or went on");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**restart-*");
        requireSame("begun afterwards", Small.train(job), Small.train(options));
    }

    @Test
    void aStopFromAListenerIsHeard() throws IOException {
        TrainingJob job = Small.job(Small.training().build(), folder);
        StopSignal stop = new StopSignal();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epochEnded(EpochReport report) {
                stop.stop();
            }
        };
        try (Backend backend = Backends.open("scalar")) {
            assertThatThrownBy(() -> new Training(backend, 1, listener, stop).run(List.of(job)))
                    .isInstanceOf(TrainingStoppedException.class)
                    .hasMessageContaining("step " + (Small.STEPS_AN_EPOCH + 1));
        }
        requireSame("stopped by a listener", Small.train(job), Small.train(Small.job(job.training(), null)));
    }

    @Test
    void anInterruptedCallerLeavesASavedTrainingBehind() throws IOException {
        TrainingJob job = Small.job(Small.training().epochs(1_000_000).build(), folder);
        Thread caller = Thread.currentThread();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epochEnded(EpochReport report) {
                caller.interrupt();
            }
        };
        try (Backend backend = Backends.open("scalar")) {
            assertThatThrownBy(() -> new Training(backend, 1, listener, new StopSignal()).run(List.of(job)))
                    .isInstanceOf(TrainingStoppedException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(folder.resolve("restart-1.safetensors")).exists();
    }

    @Test
    void aStateWhoseStepIsWrongGivesAnotherResult() throws IOException {
        TrainingOptions options = Small.training().build();
        RestartStore.Saved saved = savedAfter(5, options);
        RestartState state = saved.state();
        RestartState skipping =
                state.at(state.step() + 1, state.steps() + 1, state.loss(), state.wrong(), state.examples());

        Map<String, HostTensor> unbroken = Small.train(options).parameters();
        assertThat(Bits.difference(resumed(saved, options), unbroken)).isEmpty();
        assertThat(Bits.difference(resumed(new RestartStore.Saved(skipping, saved.parameters()), options), unbroken))
                .isNotEmpty();
    }

    @Test
    void everyNumberOfTheEpochIsKept() throws IOException {
        TrainingOptions options = Small.training().build();
        RestartState state = savedAfter(5, options).state();

        assertThat(state.phase()).isEqualTo(Phase.LINEAR);
        assertThat(state.epoch()).isEqualTo(1);
        assertThat(state.step()).isEqualTo(5);
        assertThat(state.steps()).isEqualTo(5);
        assertThat(state.examples()).isEqualTo(40);
        assertThat(state.loss()).isBetween(40.0, 200.0);
        assertThat(state.wrong()).isBetween(1L, 40L);
        assertThat(state.done()).isFalse();
    }

    @Test
    void anAnnealedRateIsKept() throws IOException {
        TrainingOptions options = Small.training()
                .linearStart(LinearStart.NONE)
                .rateRule(RateRule.ANNEALED)
                .learningRate(0.05)
                .epochs(8)
                .build();
        Map<String, HostTensor> unbroken = Small.train(options).parameters();
        RestartStore.Saved saved = savedAfter(5L * Small.STEPS_AN_EPOCH + 3, options);

        assertThat(saved.state().learningRate()).as("it has fallen by then").isLessThan(0.05);
        assertThat(Bits.difference(resumed(saved, options), unbroken)).isEmpty();
    }

    private static RestartStore.Saved savedAfter(long step, TrainingOptions options) throws IOException {
        StopSignal stop = new StopSignal();
        stop.stop();
        MemoryStore store = new MemoryStore(null);
        for (long run = 1; run <= step; run++) {
            assertThatThrownBy(() -> restart(store, options, stop)).isInstanceOf(TrainingStoppedException.class);
        }
        Optional<RestartStore.Saved> saved = store.load();
        return saved.orElseThrow();
    }

    private static Map<String, HostTensor> resumed(RestartStore.Saved saved, TrainingOptions options)
            throws IOException {
        return restart(new MemoryStore(saved), options, new StopSignal()).parameters();
    }

    private static Restart.Result restart(RestartStore store, TrainingOptions options, StopSignal stop)
            throws IOException {
        Dataset data = Dataset.of(Small.examples(), Small.model().build(), options);
        try (Backend backend = Backends.open("scalar")) {
            return new Restart("small", 1, data, options, store, TrainingListener.SILENT, stop).run(backend);
        }
    }

    @Test
    void otherDataOrOtherChoicesAreRefused() throws IOException {
        TrainingOptions options = Small.training().build();
        TrainingJob begun = Small.job(options, folder);
        assertThatThrownBy(() -> Small.trainUntil(3, begun)).isInstanceOf(TrainingStoppedException.class);
        byte[] state = Files.readAllBytes(folder.resolve("restart-1.safetensors"));

        TrainingJob otherData = TrainingJob.ofStories(
                "small",
                List.of(1),
                Small.examples().subList(5, 100),
                Small.model().build(),
                options,
                folder);
        TrainingJob otherSeed = Small.job(Small.training().seed(99).build(), folder);
        TrainingJob otherModel = TrainingJob.ofStories(
                "small", List.of(1), Small.examples(), Small.model().hops(1).build(), options, folder);

        assertThatThrownBy(() -> Small.train(otherData))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(folder.toString(), "other data", "another folder");
        assertThatThrownBy(() -> Small.train(otherSeed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(folder.toString(), "other choices (seed 1, here 99);", "another folder");
        assertThatThrownBy(() -> Small.train(otherModel))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(folder.toString(), "other choices (hops 2, here 1);", "another folder");
        assertThat(folder.resolve("restart-1.safetensors")).hasBinaryContent(state);
        requireSame("after refusals", Small.train(begun), Small.train(options));
    }

    @Test
    void aStopBeginsNoFurtherRestart() throws IOException {
        TrainingJob job = Small.job(Small.training().restarts(5).build(), folder);
        assertThatThrownBy(() -> Small.trainUntil(3, job)).isInstanceOf(TrainingStoppedException.class);
        assertThat(folder).isDirectoryContaining("glob:**restart-1.safetensors");
        assertThat(folder).isDirectoryNotContaining("glob:**restart-[2-5].safetensors");
    }

    @Test
    void whatAKilledProcessLeftBesideItsModelIsRemoved() throws IOException {
        TrainingJob job = Small.job(Small.training().build(), folder);
        TrainedModel trained = Small.train(job);
        Path left = Files.write(folder.resolve("restart-1.safetensors"), new byte[10]);
        requireSame("loaded", Small.train(job), trained);
        assertThat(left).doesNotExist();
    }

    @Test
    void aBatchLargerThanAllExamplesIsOneStepAnEpoch() throws IOException {
        TrainedModel trained =
                Small.train(Small.training().batchSize(Integer.MAX_VALUE).build());
        assertThat(trained.report().steps()).isEqualTo(3);
    }
}
