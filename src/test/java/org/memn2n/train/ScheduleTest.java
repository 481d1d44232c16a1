package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.Clip;
import org.memn2n.ops.UpdateRule;
import org.memn2n.testkit.WatchedBackend;
import org.memn2n.testkit.WatchedBackend.Update;
import org.memn2n.testkit.WatchedBackend.Watcher;
import org.memn2n.train.TrainingListener.EpochReport;

class ScheduleTest {

    private static TrainingOptions.Builder options() {
        return TrainingOptions.paper()
                .epochs(100)
                .halveEvery(25)
                .learningRate(0.01)
                .linearEpochs(20)
                .linearLearningRate(0.004);
    }

    @Test
    void halvesTheRateAgainAndAgainInEachPhase() {
        Schedule schedule = new Schedule(options().halveEvery(10).build());

        int[] epochs = {1, 10, 11, 20, 21, 100};
        double[] rates = {0.01, 0.01, 0.005, 0.005, 0.0025, 0.01 / 512};
        for (int i = 0; i < epochs.length; i++) {
            assertThat(rate(schedule, Phase.SOFTMAX, epochs[i]))
                    .as("epoch %d", epochs[i])
                    .isEqualTo(rates[i]);
        }
        assertThat(rate(schedule, Phase.LINEAR, 10)).isEqualTo(0.004);
        assertThat(rate(schedule, Phase.LINEAR, 11)).isEqualTo(0.002);
    }

    /** The rate of an epoch of a phase. */
    private static double rate(Schedule schedule, Phase phase, int epoch) {
        if (epoch == 1) {
            RestartState start = schedule.start();
            return (start.phase() == phase ? start : schedule.phaseAfter(start)).learningRate();
        }
        return schedule.after(ended(phase, epoch - 1, Double.NaN, 1), 1).learningRate();
    }

    /** The end of an epoch with this rate, the validation loss after the one before being given. */
    private static RestartState ended(Phase phase, int epoch, double learningRate, double previousLoss) {
        return new RestartState(phase, epoch, 0, 0, learningRate, 0, 0, 0, previousLoss, false);
    }

    @Test
    void anAnnealedRateFallsWhenTheValidationLossHardlyDoes() {
        Schedule schedule = new Schedule(TrainingOptions.paperLanguageModel().build());

        RestartState start = schedule.start();
        assertThat(start.phase()).isEqualTo(Phase.SOFTMAX);
        assertThat(start.learningRate()).isEqualTo(0.01);
        RestartState second = schedule.after(start, 9);
        assertThat(second.learningRate()).as("after the first epoch").isEqualTo(0.01);
        assertThat(second.epoch()).isEqualTo(2);
        assertThat(schedule.after(second, 9 * 0.9998).learningRate()).isEqualTo(0.01);
        assertThat(schedule.after(second, 9 * 0.99995).learningRate()).isEqualTo(0.01 / 1.5);
        assertThat(schedule.after(second, 9.5).learningRate()).isEqualTo(0.01 / 1.5);
        assertThat(schedule.after(second, Double.NaN).learningRate()).isEqualTo(0.01 / 1.5);
    }

    @Test
    void anAnnealedTrainingEndsWhenTheRateWouldBecomeTooSmall() {
        Schedule schedule = new Schedule(TrainingOptions.paperLanguageModel().build());

        RestartState last = ended(Phase.SOFTMAX, 40, 1.4e-5, 5);
        assertThat(schedule.after(last, 4).done()).isFalse();
        assertThat(schedule.after(last, 6).done()).isTrue();
        assertThat(schedule.after(ended(Phase.SOFTMAX, 40, 1.6e-5, 5), 6).done())
                .isFalse();
        assertThat(schedule.after(ended(Phase.SOFTMAX, 100, 0.01, 5), 4).done())
                .as("no more epochs")
                .isTrue();
    }

    @Test
    void theRateStaysPositiveAfterHalvingsWithoutEnd() {
        Schedule schedule = new Schedule(options().halveEvery(1).build());

        assertThat(rate(schedule, Phase.SOFTMAX, 1000)).isPositive().isLessThan(1e-300);
        assertThat(rate(schedule, Phase.SOFTMAX, Integer.MAX_VALUE)).isZero();
    }

    @Test
    void aFixedLinearStartEndsByEpochsAlone() {
        Schedule schedule = new Schedule(options().build());

        assertThat(schedule.first()).isEqualTo(Phase.LINEAR);
        assertThat(schedule.ends(Phase.LINEAR, 19, 9.0, 1.0)).isFalse();
        assertThat(schedule.ends(Phase.LINEAR, 20, 1.0, 9.0)).isTrue();
        assertThat(schedule.ends(Phase.SOFTMAX, 99, 9.0, 1.0)).isFalse();
        assertThat(schedule.ends(Phase.SOFTMAX, 100, 1.0, 9.0)).isTrue();
    }

    @Test
    void aLinearStartByValidationEndsWhenTheLossNoLongerFalls() {
        Schedule schedule =
                new Schedule(options().linearStart(LinearStart.VALIDATION).build());

        assertThat(schedule.ends(Phase.LINEAR, 1, 5.0, Double.POSITIVE_INFINITY))
                .isFalse();
        assertThat(schedule.ends(Phase.LINEAR, 2, 4.9, 5.0)).isFalse();
        assertThat(schedule.ends(Phase.LINEAR, 2, 5.0, 5.0)).as("equal").isTrue();
        assertThat(schedule.ends(Phase.LINEAR, 2, 5.1, 5.0)).as("higher").isTrue();
        assertThat(schedule.ends(Phase.LINEAR, 20, 4.9, 5.0)).as("capped").isTrue();
        assertThat(schedule.ends(Phase.SOFTMAX, 2, 5.1, 5.0))
                .as("only the linear start")
                .isFalse();
    }

    @Test
    void withoutALinearStartOrWithoutItsEpochsTheSoftmaxComesFirst() {
        Schedule none = new Schedule(options().linearStart(LinearStart.NONE).build());
        Schedule zero = new Schedule(options().linearEpochs(0).build());

        assertThat(none.first()).isEqualTo(Phase.SOFTMAX);
        assertThat(zero.first()).isEqualTo(Phase.SOFTMAX);
    }

    @Test
    void trainingFollowsTheSchedule() throws IOException {
        List<EpochReport> fixed =
                heard(Small.training().linearEpochs(2).epochs(3).halveEvery(2).build());

        assertThat(fixed)
                .extracting(EpochReport::phase)
                .containsExactly(Phase.LINEAR, Phase.LINEAR, Phase.SOFTMAX, Phase.SOFTMAX, Phase.SOFTMAX);
        assertThat(fixed).extracting(EpochReport::epoch).containsExactly(1, 2, 1, 2, 3);
        assertThat(fixed).extracting(EpochReport::learningRate).containsExactly(0.005, 0.005, 0.01, 0.01, 0.005);
        assertThat(heard(
                        Small.training().linearStart(LinearStart.NONE).epochs(1).build()))
                .extracting(EpochReport::phase)
                .containsExactly(Phase.SOFTMAX);
        assertThat(heard(Small.training().epochs(0).build()))
                .extracting(EpochReport::phase)
                .containsExactly(Phase.LINEAR);
    }

    @Test
    void everyStepTakesTheRateOfItsEpochAndTheChosenClip() throws IOException {
        TrainingOptions options = Small.training()
                .linearEpochs(2)
                .halveEvery(1)
                .clip(Clip.Kind.GLOBAL)
                .clipThreshold(7)
                .build();
        List<UpdateRule> rules = new ArrayList<>();
        Watcher watcher = new Watcher() {
            @Override
            public void before(Update update) {
                rules.add(update.rule());
            }
        };
        new Training(new WatchedBackend(watcher), 1, TrainingListener.SILENT, new StopSignal())
                .run(List.of(Small.job(options, null)));

        double[] rates = {0.005, 0.0025, 0.01, 0.005};
        assertThat(rules).hasSize(rates.length * Small.STEPS_AN_EPOCH);
        for (int step = 0; step < rules.size(); step++) {
            UpdateRule expected = new UpdateRule(rates[step / Small.STEPS_AN_EPOCH], 1, new Clip(Clip.Kind.GLOBAL, 7));
            assertThat(rules.get(step)).as("step %d", step + 1).isEqualTo(expected);
        }
    }

    @Test
    void aLinearStartByValidationEndsRightAfterTheFirstRise() throws IOException {
        List<EpochReport> heard = heard(Small.training()
                .linearStart(LinearStart.VALIDATION)
                .linearEpochs(60)
                .linearLearningRate(0.01)
                .build());
        List<Double> losses = heard.stream()
                .filter(report -> report.phase() == Phase.LINEAR)
                .map(EpochReport::validationLoss)
                .toList();

        assertThat(losses).hasSizeBetween(3, 59);
        for (int i = 1; i < losses.size() - 1; i++) {
            assertThat(losses.get(i)).as("epoch %d", i + 1).isLessThan(losses.get(i - 1));
        }
        assertThat(losses.get(losses.size() - 1)).isGreaterThanOrEqualTo(losses.get(losses.size() - 2));
    }

    @Test
    void withoutAnyEpochTheParametersStayAsTheyBegan() throws IOException {
        TrainedModel model = Small.train(
                Small.training().linearStart(LinearStart.NONE).epochs(0).build());

        assertThat(model.report().steps()).isZero();
        assertThat(model.report().trainingLoss())
                .isCloseTo(Math.log(model.vocabulary().size()), within(0.2));
    }

    private static List<EpochReport> heard(TrainingOptions options) throws IOException {
        List<EpochReport> heard = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epochEnded(EpochReport report) {
                heard.add(report);
            }
        };
        try (Backend backend = Backends.open("scalar")) {
            new Training(backend, 1, listener, new StopSignal()).run(List.of(Small.job(options, null)));
        }
        return heard;
    }
}
