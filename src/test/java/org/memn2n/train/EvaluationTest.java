package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.memn2n.Answer;
import org.memn2n.Predictor;
import org.memn2n.data.Example;
import org.memn2n.data.simulation.SimulationSettings;
import org.memn2n.data.simulation.StoryTask;
import org.memn2n.model.OutputLayer;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.testkit.Stories;
import org.memn2n.train.Evaluation.LastBatch;
import org.memn2n.train.TrainingListener.RestartReport;

class EvaluationTest {
    private static final SimulationSettings FOUR_PLACES =
            SimulationSettings.of(StoryTask.SINGLE_FACT).withSizes(3, 4, 0).withStories(20);
    private static final int BATCH = 8;

    private static TrainedModel model = untrained();

    private static TrainedModel untrained() {
        try {
            return Small.train(Small.training().epochs(0).linearEpochs(0).build());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A model of four answers, so that the five best hold the probability of each. */
    @BeforeAll
    static void train() throws IOException {
        model = Small.train(TrainingJob.of(
                Stories.simulated(FOUR_PLACES),
                Small.model().output(OutputLayer.ANSWERS).build(),
                Small.training().epochs(6).build()));
    }

    private static Score score(List<Example> examples, LastBatch lastBatch) {
        try (Backend backend = Backends.open("scalar")) {
            return Evaluation.score(model, backend, examples, lastBatch);
        }
    }

    /** The same from the answers that a user gets. */
    private static Score derived(List<Example> examples) {
        double loss = 0;
        long wrong = 0;
        try (Backend backend = Backends.open("scalar");
                Predictor predictor = new Predictor(model, backend)) {
            List<Answer> answers = predictor.answerAll(examples);
            for (int i = 0; i < examples.size(); i++) {
                String right = String.valueOf(examples.get(i).answer());
                wrong += answers.get(i).text().equals(right) ? 0 : 1;
                loss -= answers.get(i).top().stream()
                        .filter(choice -> choice.text().equals(right))
                        .mapToDouble(choice -> Math.log(choice.probability()))
                        .sum();
            }
        }
        return new Score(loss, wrong, examples.size());
    }

    private static Example withAnswer(Example example, String answer) {
        return new Example(1, example.story(), example.question(), answer, List.of(), example.place());
    }

    @Test
    void scoresAreThoseOfTheAnswers() {
        List<Example> test = Stories.simulated(FOUR_PLACES.withSeed(77).withStories(15));
        for (int count : new int[] {0, 1, BATCH - 1, BATCH, BATCH + 1, 75}) {
            Score found = score(test.subList(0, count), LastBatch.SCORED);
            Score expected = derived(test.subList(0, count));

            assertThat(found.examples()).isEqualTo(count);
            assertThat(found.wrong()).as("%d examples", count).isEqualTo(expected.wrong());
            assertThat(found.loss()).isCloseTo(expected.loss(), within(1e-4));
        }
        Score all = score(test, LastBatch.SCORED);
        assertThat(all.wrong()).isBetween(1L, 74L);
        assertThat(all.error()).isEqualTo(all.wrong() / 75.0);
        assertThat(all.meanLoss()).isEqualTo(all.loss() / 75);
    }

    @Test
    void oneAnswerMoreOrLessIsNoticed() {
        List<Example> test =
                new ArrayList<>(Stories.simulated(FOUR_PLACES.withSeed(77).withStories(4)));
        Score before = score(test, LastBatch.SCORED);
        Example first = test.get(0);
        String right = String.valueOf(first.answer());
        String other = test.stream()
                .map(Example::answer)
                .filter(answer -> !right.equals(answer))
                .map(String::valueOf)
                .findFirst()
                .orElseThrow();
        test.set(0, withAnswer(first, other));

        assertThat(score(test, LastBatch.SCORED).loss()).isNotEqualTo(before.loss());
        assertThat(score(test, LastBatch.SCORED).wrong())
                .isEqualTo(derived(test).wrong());
    }

    @Test
    void anIncompleteLastBatchIsDroppedOnlyWhenAsked() {
        List<Example> test = Stories.simulated(FOUR_PLACES.withSeed(78).withStories(5));
        for (int count : new int[] {0, BATCH - 1, BATCH, BATCH + 1, 3 * BATCH - 1, 3 * BATCH}) {
            int full = count / BATCH * BATCH;

            assertThat(score(test.subList(0, count), LastBatch.DROPPED))
                    .as("%d examples", count)
                    .isEqualTo(score(test.subList(0, full), LastBatch.SCORED));
        }
    }

    @Test
    void anUnknownAnswerIsWrongAndHasNoLoss() {
        List<Example> known = Stories.simulated(FOUR_PLACES.withSeed(79).withStories(2));
        List<Example> with = new ArrayList<>(known);
        with.add(withAnswer(known.get(0), "xyzzy"));
        with.add(withAnswer(known.get(1), "<null>"));
        Score score = score(with, LastBatch.SCORED);
        Score without = score(known, LastBatch.SCORED);

        assertThat(score.wrong()).isEqualTo(without.wrong() + 2);
        assertThat(score.examples()).isEqualTo(without.examples() + 2);
        assertThat(score.loss()).isCloseTo(without.loss(), within(1e-9));
    }

    @Test
    void theReportOfTrainingIsSuchAScore() {
        List<Example> examples = Stories.simulated(FOUR_PLACES);
        RestartReport report = model.report();
        Score training = score(examples.subList(0, 90), LastBatch.SCORED);
        Score validation = score(examples.subList(90, 100), LastBatch.SCORED);

        assertThat(report.trainingError()).isEqualTo(training.error());
        assertThat(report.trainingLoss()).isEqualTo(training.meanLoss());
        assertThat(report.validationError()).isEqualTo(validation.error());
        assertThat(report.validationLoss()).isEqualTo(validation.meanLoss());
        assertThat(report.validationLoss()).isNotEqualTo(report.trainingLoss());
    }

    @Test
    void nothingHasNoError() {
        assertThat(new Score(0, 0, 0).error()).isZero();
        assertThat(new Score(0, 0, 0).meanLoss()).isZero();
    }
}
