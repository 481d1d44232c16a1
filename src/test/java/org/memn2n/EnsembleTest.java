package org.memn2n;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.data.Example;
import org.memn2n.data.simulation.SimulationSettings;
import org.memn2n.data.simulation.StoryTask;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.OutputLayer;
import org.memn2n.model.TimeEncoding;
import org.memn2n.model.Tying;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.tensor.HostTensor;
import org.memn2n.testkit.Stories;
import org.memn2n.train.EnsembleEvaluation;
import org.memn2n.train.Evaluation;
import org.memn2n.train.Evaluation.LastBatch;
import org.memn2n.train.Score;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.Training;
import org.memn2n.train.TrainingJob;
import org.memn2n.train.TrainingOptions;

/** Models that answer together, and how they are scored. */
class EnsembleTest {
    /** Four places: the five best answers hold the probability of each. */
    private static final SimulationSettings SETTINGS =
            SimulationSettings.of(StoryTask.SINGLE_FACT).withSizes(3, 4, 0).withStories(20);

    private static final Backend BACKEND = Backends.open("scalar");
    private static final TrainedModel ADJACENT = train(options(), 1, null);
    private static final TrainedModel LAYER_WISE = train(options().tying(Tying.LAYER_WISE), 2, null);
    private static final TrainedModel FORGETFUL = train(options().memorySize(3), 3, null);
    private static final List<TrainedModel> THREE = List.of(ADJACENT, LAYER_WISE, FORGETFUL);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    private static ModelOptions.Builder options() {
        return ModelOptions.paper().dimension(8).hops(2).memorySize(6).output(OutputLayer.ANSWERS);
    }

    private static TrainedModel train(ModelOptions.Builder model, long seed, @Nullable Path folder) {
        TrainingOptions training = TrainingOptions.paper()
                .linearEpochs(1)
                .epochs(3)
                .learningRate(0.02)
                .seed(seed)
                .build();
        try {
            return Training.train(
                    TrainingJob.ofStories(
                            "small", List.of(1), Stories.simulated(SETTINGS), model.build(), training, folder),
                    BACKEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Example> questions(int count) {
        return Stories.simulated(SETTINGS.withSeed(8).withLength(9, 9).withStories(60))
                .subList(0, count);
    }

    private static Map<String, Double> probabilities(Answer answer) {
        return answer.top().stream().collect(Collectors.toMap(Answer.Choice::text, Answer.Choice::probability));
    }

    @Test
    void probabilitiesAndAttentionAreTheMeanOfTheMembers() {
        List<Example> questions = questions(300); // more than a chunk
        try (Ensemble ensemble = new Ensemble(THREE, BACKEND)) {
            List<Answer> together = ensemble.answerAll(questions);
            List<List<Answer>> alone = THREE.stream()
                    .map(model -> {
                        try (Predictor predictor = new Predictor(model, BACKEND)) {
                            return predictor.answerAll(questions);
                        }
                    })
                    .toList();
            assertThat(together).hasSameSizeAs(questions);
            for (int i = 0; i < questions.size(); i++) {
                int question = i;
                Answer answer = together.get(i);
                probabilities(answer)
                        .forEach((text, probability) -> assertThat(probability)
                                .isCloseTo(
                                        alone.stream()
                                                .mapToDouble(answers -> probabilities(answers.get(question))
                                                        .getOrDefault(text, Double.NaN))
                                                .average()
                                                .orElseThrow(),
                                        within(1e-6)));
                assertThat(answer.text()).isEqualTo(answer.top().get(0).text());
                assertThat(answer.droppedSentences())
                        .isEqualTo(Math.max(0, questions.get(i).story().size() - 6));
                requireMeanAttention(
                        answer,
                        alone.stream().map(answers -> answers.get(question)).toList());
            }
            assertThat(together.stream()
                            .mapToInt(Answer::droppedSentences)
                            .max()
                            .orElseThrow())
                    .isPositive();
        }
    }

    private static void requireMeanAttention(Answer together, List<Answer> alone) {
        assertThat(together.attention()).hasSize(2);
        for (int hop = 0; hop < 2; hop++) {
            int row = hop;
            List<Double> weights = together.attention().get(hop);
            assertThat(weights).hasSameSizeAs(alone.get(0).attention().get(hop));
            for (int s = 0; s < weights.size(); s++) {
                int sentence = s;
                double mean = alone.stream()
                        .mapToDouble(answer -> answer.attention().get(row).get(sentence))
                        .average()
                        .orElseThrow();
                assertThat(weights.get(s)).isCloseTo(mean, within(1e-6));
            }
        }
    }

    @Test
    void oneModelAloneAnswersAsEver() {
        List<Example> questions = questions(40);
        try (Ensemble ensemble = new Ensemble(List.of(ADJACENT), BACKEND);
                Predictor predictor = new Predictor(ADJACENT, BACKEND)) {
            assertThat(ensemble.answerAll(questions)).isEqualTo(predictor.answerAll(questions));
            Answer unknown = ensemble.answer(List.of("Emma went to the moon."), "Where is Emma?");
            assertThat(unknown).isEqualTo(predictor.answer(List.of("Emma went to the moon."), "Where is Emma?"));
            assertThat(unknown.unknownWords()).containsExactly("moon");
            assertThat(ensemble.answerAll(List.of())).isEmpty();
        }
    }

    @Test
    void scoresAreThoseOfTheAnswers() {
        try (Ensemble ensemble = new Ensemble(THREE, BACKEND)) {
            for (int count : new int[] {0, 1, 31, 32, 33, 300}) {
                List<Example> questions = questions(count);
                Score score = EnsembleEvaluation.score(THREE, BACKEND, questions);
                List<Answer> answers = ensemble.answerAll(questions);
                long wrong = 0;
                double loss = 0;
                for (int i = 0; i < count; i++) {
                    String right = String.valueOf(questions.get(i).answer());
                    wrong += answers.get(i).text().equals(right) ? 0 : 1;
                    loss -= Math.log(probabilities(answers.get(i)).getOrDefault(right, Double.NaN));
                }
                assertThat(score.examples()).isEqualTo(count);
                assertThat(score.wrong()).as("%d questions", count).isEqualTo(wrong);
                assertThat(score.loss()).isCloseTo(loss, within(1e-4 * (1 + loss)));
            }
        }
        List<Example> all = questions(300);
        Score together = EnsembleEvaluation.score(THREE, BACKEND, all);
        Score one = EnsembleEvaluation.score(List.of(LAYER_WISE), BACKEND, all);
        Score alone = Evaluation.score(LAYER_WISE, BACKEND, all, LastBatch.SCORED);
        assertThat(one.wrong()).isEqualTo(alone.wrong());
        assertThat(one.loss()).isCloseTo(alone.loss(), within(1e-4 * alone.loss()));
        assertThat(together.loss()).isNotCloseTo(alone.loss(), within(1.0));
    }

    @Test
    void classesThatStandForTimesMayDiffer() {
        // With time as a word and output over the vocabulary there is a class for each age, so for each slot of the
        // memory.
        ModelOptions.Builder words = options().output(OutputLayer.VOCABULARY).time(TimeEncoding.WORD);
        TrainedModel longer = train(words.memorySize(6), 1, null);
        TrainedModel shorter = train(words.memorySize(3), 2, null);
        assertThat(longer.config().model().classes())
                .isGreaterThan(shorter.config().model().classes());
        List<Example> questions = questions(40);
        Score alone = Evaluation.score(longer, BACKEND, questions, LastBatch.SCORED);
        for (List<TrainedModel> both : List.of(List.of(longer, shorter), List.of(shorter, longer))) {
            Score score = EnsembleEvaluation.score(both, BACKEND, questions);
            try (Ensemble ensemble = new Ensemble(both, BACKEND)) {
                List<Answer> answers = ensemble.answerAll(questions);
                long right = IntStream.range(0, 40)
                        .filter(i ->
                                answers.get(i).text().equals(questions.get(i).answer()))
                        .count();
                assertThat(score.wrong()).isEqualTo(40 - right);
            }
            assertThat(score.loss()).isBetween(alone.loss() / 3, alone.loss() * 3);
        }
        assertThat(EnsembleEvaluation.score(List.of(longer, shorter), BACKEND, questions)
                        .loss())
                .isCloseTo(
                        EnsembleEvaluation.score(List.of(shorter, longer), BACKEND, questions)
                                .loss(),
                        within(1e-9));
    }

    @Test
    void anAnswerThatAllThinkImpossibleIsNotFree() {
        TrainedModel sure = times(100);
        List<Example> questions = questions(100);
        Score one = EnsembleEvaluation.score(List.of(sure, sure), BACKEND, questions);
        Score alone = Evaluation.score(sure, BACKEND, questions, LastBatch.SCORED);
        assertThat(alone.loss() / Math.max(1, alone.wrong()))
                .as("nats a wrong answer")
                .isGreaterThan(800);
        assertThat(one.loss()).isCloseTo(alone.loss(), within(1e-3 * alone.loss()));
    }

    @Test
    void whatIsNoNumberIsWrong() {
        List<Example> questions = questions(40);
        List<TrainedModel> both = List.of(ADJACENT, times(1e25f));
        assertThat(EnsembleEvaluation.score(both, BACKEND, questions).wrong()).isEqualTo(40);
    }

    /** A model with every parameter so many times as large. */
    private static TrainedModel times(float factor) {
        Map<String, HostTensor> larger = new HashMap<>();
        ADJACENT.parameters().forEach((name, tensor) -> {
            float[] values = tensor.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
            larger.put(name, new HostTensor(tensor.shape(), values));
        });
        return new TrainedModel(ADJACENT.config(), ADJACENT.vocabulary(), larger, ADJACENT.report());
    }

    @Test
    void anAnswerThatNoneKnowsIsWrong() {
        Example asked = questions(1).get(0);
        Example strange = new Example(
                asked.task(), asked.story(), asked.question(), "moon", asked.supportingFacts(), asked.place());
        Score score = EnsembleEvaluation.score(THREE, BACKEND, List.of(strange));
        assertThat(score).isEqualTo(new Score(0, 1, 1));
    }

    @Test
    void loadsTheModelsOfAFolder() throws IOException {
        List<TrainedModel> saved = List.of(
                train(options(), 5, folder.resolve("a")), train(options().hops(2), 6, folder.resolve("b")));
        List<Example> questions = questions(20);
        try (Ensemble loaded = Ensemble.load(folder, BACKEND);
                Ensemble ensemble = new Ensemble(saved, BACKEND);
                Ensemble first = Ensemble.load(folder.resolve("a"), BACKEND)) {
            assertThat(loaded.answerAll(questions)).isEqualTo(ensemble.answerAll(questions));
            assertThat(first.answerAll(questions)).isNotEqualTo(ensemble.answerAll(questions));
        }
    }

    @Test
    void modelsThatCannotAnswerTogetherAreRefused() {
        assertThatThrownBy(() -> new Ensemble(List.of(), BACKEND)).hasMessageContaining("name at least one");
        TrainedModel deeper = train(options().hops(3), 1, null);
        assertThatThrownBy(() -> new Ensemble(List.of(ADJACENT, deeper), BACKEND))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as many hops: small has 2, small has 3");
        TrainedModel words = train(options().output(OutputLayer.VOCABULARY), 1, null);
        assertThatThrownBy(() -> EnsembleEvaluation.score(List.of(ADJACENT, words), BACKEND, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("need the same answers: number 0 of small is \"");
    }

    @Test
    void aClosedEnsembleSaysSo() {
        Ensemble ensemble = new Ensemble(THREE, BACKEND);
        ensemble.close();
        ensemble.close();
        for (int count : new int[] {0, 1}) {
            assertThatThrownBy(() -> ensemble.answerAll(questions(count)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this ensemble is closed");
        }
    }
}
