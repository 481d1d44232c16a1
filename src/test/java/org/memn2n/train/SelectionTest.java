package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.scalar.ScalarTensor;
import org.memn2n.testkit.Bits;
import org.memn2n.testkit.WatchedBackend;
import org.memn2n.testkit.WatchedBackend.Update;
import org.memn2n.testkit.WatchedBackend.Watcher;
import org.memn2n.train.TrainingListener.RestartReport;

/** Which restart is kept, and what becomes of the others when one fails. */
class SelectionTest {
    @TempDir
    private Path folder;

    private static RestartReport report(int restart, double... scores) {
        return new RestartReport("job", restart, 10, scores[0], scores[1], scores[2], scores[3]);
    }

    private static int best(Selection selection, RestartReport... reports) {
        return List.of(reports).stream().min(selection.order()).orElseThrow().restart();
    }

    @Test
    void theLeastErrorWinsAndTheLossDecidesBetweenEquals() {
        RestartReport[] reports = {
            report(1, 0.2, 0.1, 0.3, 0.1), // training error, training loss, validation error, validation loss
            report(2, 0.1, 0.9, 0.2, 0.8),
            report(3, 0.1, 0.8, 0.4, 0.1),
            report(4, 0.3, 0.1, 0.2, 0.7),
        };

        assertThat(best(Selection.TRAINING_ERROR, reports)).isEqualTo(3);
        assertThat(best(Selection.VALIDATION_ERROR, reports)).isEqualTo(4);
        assertThat(best(Selection.TRAINING_ERROR, report(1, 0, 1, 1, 0), report(2, 0, 1, 0, 1)))
                .as("the first of equals")
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Selection.class)
    void theModelIsTheBestOfTheRestartsThatWereHeardOf(Selection selection) throws IOException {
        List<RestartReport> heard = new CopyOnWriteArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void restartEnded(RestartReport report) {
                heard.add(report);
            }
        };
        TrainingOptions options = Small.training()
                .restarts(6)
                .epochs(4)
                .validationFraction(0.4)
                .selection(selection)
                .build();
        try (Backend backend = Backends.open("scalar")) {
            TrainedModel model = new Training(backend, 2, listener, new StopSignal())
                    .run(List.of(Small.job(options, null)))
                    .get(0);
            RestartReport best = heard.stream().min(selection.order()).orElseThrow();

            assertThat(heard).hasSize(6);
            assertThat(heard).anyMatch(report -> selection.order().compare(report, best) > 0);
            assertThat(model.report()).isEqualTo(best);

            Dataset data = Dataset.of(Small.examples(), Small.model().build(), options);
            Restart alone = new Restart(
                    "small",
                    best.restart(),
                    data,
                    options,
                    RestartStore.NONE,
                    TrainingListener.SILENT,
                    new StopSignal());
            assertThat(Bits.difference(model.parameters(), alone.run(backend).parameters()))
                    .isEmpty();
        }
    }

    @Test
    void trainingAndValidationMaySelectDifferently() throws IOException {
        int different = 0;
        for (int seed = 1; seed <= 4; seed++) {
            TrainingOptions.Builder options =
                    Small.training().restarts(4).validationFraction(0.4).seed(seed);
            RestartReport byTraining = Small.train(
                            options.selection(Selection.TRAINING_ERROR).build())
                    .report();
            RestartReport byValidation = Small.train(
                            options.selection(Selection.VALIDATION_ERROR).build())
                    .report();

            assertThat(byTraining.trainingError()).isLessThanOrEqualTo(byValidation.trainingError());
            assertThat(byValidation.validationError()).isLessThanOrEqualTo(byTraining.validationError());
            different += byValidation.restart() != byTraining.restart() ? 1 : 0;
        }
        assertThat(different).isPositive();
    }

    /** Would go on for hours if the failure were heard of only when the turn of its restart comes. */
    @Test
    @Timeout(20)
    void aFailureStopsTheOtherRestartsAtOnceAndTheyAreSaved() throws IOException {
        TrainingOptions options =
                Small.training().restarts(3).epochs(10_000_000).build();
        Watcher watcher = new Watcher() {
            @Override
            public void before(Update update) {
                if (update.queue() == 2 && update.step() == 30) {
                    ScalarTensor gradient =
                            (ScalarTensor) update.parameters().get(0).gradient();
                    gradient.values()[gradient.shape().size() - 1] = Double.NaN;
                }
            }
        };
        Training training = new Training(new WatchedBackend(watcher), 3, TrainingListener.SILENT, new StopSignal());
        TrainingJob job = Small.job(options, folder);

        DivergedException error = catchThrowableOfType(DivergedException.class, () -> training.run(List.of(job)));
        assertThat(error.step()).isEqualTo(30);
        int saved = 0;
        for (int restart = 1; restart <= 3; restart++) {
            boolean failed = String.valueOf(error.getMessage()).contains("restart " + restart + ":");
            boolean exists = folder.resolve("restart-" + restart + ".safetensors")
                    .toFile()
                    .exists();
            assertThat(exists).as("restart %d", restart).isEqualTo(!failed);
            saved += exists ? 1 : 0;
        }
        assertThat(saved).isEqualTo(2);

        StopSignal asked = new StopSignal();
        asked.stop();
        assertThatThrownBy(() ->
                        new Training(Backends.open("scalar"), 1, TrainingListener.SILENT, asked).run(List.of(job)))
                .as("goes on from there")
                .isInstanceOf(TrainingStoppedException.class);
    }

    @Test
    @Timeout(20)
    void whatAListenerThrowsStopsTheTraining() {
        TrainingOptions options =
                Small.training().restarts(2).epochs(10_000_000).build();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epochEnded(EpochReport report) {
                if (report.restart() == 2 && report.epoch() == 2) {
                    throw new UnsupportedOperationException("planted");
                }
            }
        };
        Training training = new Training(Backends.open("scalar"), 2, listener, new StopSignal());

        assertThatThrownBy(() -> training.run(List.of(Small.job(options, null))))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("planted");
    }

    @Test
    void needsAThread() {
        assertThatThrownBy(() -> new Training(Backends.open("scalar"), 0, TrainingListener.SILENT, new StopSignal()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one thread, found 0");
    }
}
