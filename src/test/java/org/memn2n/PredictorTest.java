package org.memn2n;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.memn2n.data.Example;
import org.memn2n.data.Sentence;
import org.memn2n.data.simulation.SimulationSettings;
import org.memn2n.data.simulation.StoryTask;
import org.memn2n.model.EmptySlots;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.OutputLayer;
import org.memn2n.model.TimeEncoding;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.testkit.Stories;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.Training;
import org.memn2n.train.TrainingJob;
import org.memn2n.train.TrainingOptions;

class PredictorTest {
    private static final int MEMORY = 6;
    private static final List<String> STORY =
            List.of("Emma went to the kitchen.", "Oscar walked to the cellar.", "Emma ran to the library.");
    private static final String QUESTION = "Where is Emma?";

    private static final Backend BACKEND = Backends.open("scalar");
    private static final TrainedModel COUNTED = train(ModelOptions.paper());
    private static final TrainedModel MASKED = train(ModelOptions.paper().emptySlots(EmptySlots.MASKED));

    private static Predictor counted = new Predictor(COUNTED, BACKEND);
    private static Predictor masked = new Predictor(MASKED, BACKEND);

    private static TrainedModel train(ModelOptions.Builder model) {
        TrainingOptions options = TrainingOptions.paper()
                .linearEpochs(1)
                .epochs(3)
                .learningRate(0.02)
                .build();
        try {
            return Training.train(
                    TrainingJob.of(
                            Stories.simulated(20, 3),
                            model.dimension(8).memorySize(MEMORY).build(),
                            options),
                    BACKEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    static void open() {
        counted = new Predictor(COUNTED, BACKEND);
        masked = new Predictor(MASKED, BACKEND);
    }

    @AfterAll
    static void close() {
        counted.close();
        masked.close();
        BACKEND.close();
    }

    /** Stories of 1 to 14 sentences, so some do not fit the memory. */
    private static List<Example> questions() {
        return Stories.simulated(SimulationSettings.of(StoryTask.SINGLE_FACT)
                .withStories(12)
                .withLength(14, 14)
                .withSeed(8));
    }

    private static Answer answer(Predictor predictor, Example example) {
        List<String> story = example.story().stream().map(Sentence::text).toList();
        return predictor.answer(story, example.question().text());
    }

    @Test
    void answersAreRankedProbabilities() {
        for (Answer answer : counted.answerAll(questions())) {
            assertThat(answer.top()).hasSize(5);
            assertThat(answer.top())
                    .extracting(Answer.Choice::probability)
                    .isSortedAccordingTo(Comparator.reverseOrder())
                    .allMatch(probability -> probability >= 0 && probability <= 1);
            assertThat(answer.top()).extracting(Answer.Choice::text).doesNotHaveDuplicates();
            assertThat(answer.text()).isEqualTo(answer.top().get(0).text());
            assertThat(answer.probability()).isEqualTo(answer.top().get(0).probability());
            assertThat(answer.device()).isEqualTo(BACKEND.device());
        }
        assertThat(counted.model()).isSameAs(COUNTED);
    }

    @Test
    void aBatchGivesTheBitsOfSingleAnswers() {
        List<Example> questions = questions();
        List<Answer> batch = counted.answerAll(questions);

        assertThat(questions).hasSizeGreaterThan(3 * 32);
        assertThat(batch).hasSameSizeAs(questions);
        for (int i = 0; i < questions.size(); i++) {
            assertThat(batch.get(i)).as("question %d", i).isEqualTo(answer(counted, questions.get(i)));
        }
        assertThat(batch.stream().distinct().count()).as("answers that differ").isGreaterThan(100);
        assertThat(counted.answerAll(List.of())).isEmpty();
    }

    @Test
    void sixteenThreadsGiveTheAnswersOfOne() throws InterruptedException, ExecutionException {
        List<Example> questions = questions();
        List<Answer> expected = counted.answerAll(questions);
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<Future<List<Answer>>> found = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                int own = thread;
                found.add(pool.submit(() -> {
                    List<Answer> answers = new ArrayList<>();
                    for (int i = 0; i < questions.size(); i++) {
                        answers.add(answer(counted, questions.get((i + own * 11) % questions.size())));
                    }
                    return answers;
                }));
            }
            for (int thread = 0; thread < 16; thread++) {
                List<Answer> answers = found.get(thread).get();
                for (int i = 0; i < answers.size(); i++) {
                    assertThat(answers.get(i)).isEqualTo(expected.get((i + thread * 11) % expected.size()));
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void attentionIsASharePerSentenceInEveryHop() {
        for (Example example : questions()) {
            Answer all = answer(masked, example);
            Answer some = answer(counted, example);
            assertThat(all.attention()).hasSize(3);
            assertThat(some.attention()).hasSize(3);
            for (int hop = 0; hop < 3; hop++) {
                List<Double> row = all.attention().get(hop);
                assertThat(row).hasSize(example.story().size()).allMatch(weight -> weight >= 0);
                assertThat(sum(row)).isCloseTo(1, within(1e-5));
                double share = sum(some.attention().get(hop));
                if (example.story().size() < MEMORY) {
                    assertThat(share).isLessThan(0.999).isPositive();
                } else {
                    assertThat(share).isCloseTo(1, within(1e-5));
                }
            }
        }
    }

    private static double sum(List<Double> row) {
        return row.stream().mapToDouble(Double::doubleValue).sum();
    }

    @Test
    void aStoryLongerThanTheMemoryLosesItsOldestSentences() {
        List<String> longer = new ArrayList<>();
        for (int i = 0; i < 2 * MEMORY; i++) {
            longer.add(STORY.get(i % STORY.size()));
        }
        List<String> kept = longer.subList(MEMORY, 2 * MEMORY);
        Answer whole = masked.answer(longer, QUESTION);
        Answer newest = masked.answer(kept, QUESTION);

        assertThat(whole.droppedSentences()).isEqualTo(MEMORY);
        assertThat(newest.droppedSentences()).isZero();
        assertThat(whole.top()).isEqualTo(newest.top());
        for (int hop = 0; hop < 3; hop++) {
            List<Double> row = whole.attention().get(hop);
            assertThat(row).hasSize(2 * MEMORY);
            assertThat(row.subList(0, MEMORY)).containsOnly(0.0);
            assertThat(row.subList(MEMORY, 2 * MEMORY))
                    .isEqualTo(newest.attention().get(hop));
        }
        assertThat(masked.answer(longer.subList(0, MEMORY + 1), QUESTION).droppedSentences())
                .isEqualTo(1);
    }

    @Test
    void attentionIsThatOfTheRightStoryInABatchOfLongAndEmptyOnes() {
        List<Example> mixed = new ArrayList<>();
        List<Example> questions = questions();
        for (int i = 0; i < 28; i++) {
            Example example = questions.get(i);
            mixed.add(example);
            mixed.add(new Example(1, List.of(), example.question(), null, List.of(), example.place()));
        }
        List<Answer> answers = masked.answerAll(mixed);
        for (int i = 0; i < mixed.size(); i++) {
            assertThat(answers.get(i).attention())
                    .as("question %d", i)
                    .isEqualTo(answer(masked, mixed.get(i)).attention());
        }
    }

    @Test
    void unknownWordsAreListedOnceInTheirOrder() {
        List<String> story = List.of("Zed went to the Xanadu.", "Emma followed Zed.");
        Answer answer = counted.answer(story, "Why is Emma in XANADU or Oz?");

        assertThat(answer.unknownWords()).containsExactly("zed", "xanadu", "followed", "why", "in", "or", "oz");
        assertThat(counted.answer(STORY.subList(0, 1), QUESTION).unknownWords()).isEmpty();
        assertThat(counted.answer(List.of("zed yod"), QUESTION).top())
                .as("all unknown words are the same")
                .isEqualTo(counted.answer(List.of("foo bar"), QUESTION).top());
    }

    @Test
    void emptyAndStrangeTextsAreAnswered() {
        for (Predictor predictor : List.of(counted, masked)) {
            Answer noStory = predictor.answer(List.of(), QUESTION);
            assertThat(noStory.attention()).hasSize(3).allMatch(List::isEmpty);
            assertThat(noStory.droppedSentences()).isZero();
            assertThat(noStory.probability()).isBetween(0.0, 1.0);

            Answer nothing = predictor.answer(List.of("", "?!", "\u3000"), "");
            assertThat(nothing.unknownWords()).isEmpty();
            assertThat(nothing.attention()).allMatch(row -> row.size() == 3);
            assertThat(nothing.probability()).isBetween(0.0, 1.0);

            Answer unicode = predictor.answer(List.of("\uD83D\uDE00 \u0639\u0631\u0628\u064A"), "\u4F60\u597D\uFF1F");
            assertThat(unicode.unknownWords())
                    .containsExactly("\uD83D\uDE00", "\u0639\u0631\u0628\u064A", "\u4F60\u597D");
        }
    }

    @Test
    void theOrderOfSentencesCounts() {
        List<String> reversed = List.of(STORY.get(2), STORY.get(1), STORY.get(0));

        assertThat(counted.answer(reversed, QUESTION).top())
                .isNotEqualTo(counted.answer(STORY, QUESTION).top());
    }

    @Test
    void everyOutputLayerAndTimeEncodingNamesItsAnswers() {
        for (TimeEncoding time : TimeEncoding.values()) {
            for (OutputLayer output : OutputLayer.values()) {
                TrainedModel model = train(ModelOptions.paper().time(time).output(output));
                try (Predictor predictor = new Predictor(model, BACKEND)) {
                    for (Answer answer : predictor.answerAll(questions().subList(0, 20))) {
                        assertThat(answer.top())
                                .extracting(Answer.Choice::text)
                                .allMatch(text -> model.vocabulary().lines().contains(text) || text.equals("<time>"));
                        double total = answer.top().stream()
                                .mapToDouble(Answer.Choice::probability)
                                .sum();
                        assertThat(total).isLessThanOrEqualTo(1 + 1e-5);
                    }
                }
            }
        }
    }

    @Test
    void aClosedPredictorSaysSo() {
        Predictor predictor = new Predictor(COUNTED, BACKEND);
        predictor.answer(STORY, QUESTION);
        predictor.close();
        predictor.close();

        assertThatThrownBy(() -> predictor.answer(STORY, QUESTION))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void closingWaitsForCallsThatAreRunning() throws InterruptedException, ExecutionException {
        List<Example> questions = questions();
        List<Answer> expected = counted.answerAll(questions);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 5; round++) {
                Predictor predictor = new Predictor(COUNTED, BACKEND);
                List<Future<List<Answer>>> running = new ArrayList<>();
                for (int call = 0; call < 8; call++) {
                    running.add(pool.submit(() -> predictor.answerAll(questions)));
                }
                running.get(0).get();
                predictor.close();
                for (Future<List<Answer>> call : running) {
                    try {
                        assertThat(call.get()).isEqualTo(expected);
                    } catch (ExecutionException e) {
                        assertThat(e)
                                .hasCauseInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("closed");
                    }
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
