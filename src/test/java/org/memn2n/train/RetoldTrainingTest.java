package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.Answer;
import org.memn2n.Predictor;
import org.memn2n.Story;
import org.memn2n.data.Example;
import org.memn2n.data.Noise;
import org.memn2n.data.PlacedWords;
import org.memn2n.data.Sentence;
import org.memn2n.data.TimeNoise;
import org.memn2n.data.exchange.WordExchanges;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.Query;
import org.memn2n.model.TimeEncoding;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.random.RandomStreams;
import org.memn2n.testkit.Bits;
import org.memn2n.testkit.Stories;
import org.memn2n.train.Evaluation.LastBatch;

/** Training with placed words on stories that are told with other words each time. */
class RetoldTrainingTest {
    /** Enough that people and places are found to be exchangeable. */
    private static final List<Example> EXAMPLES = Stories.simulated(100, 3);

    @TempDir
    private Path folder;

    private static ModelOptions model() {
        return Small.model()
                .dimension(10)
                .placedWords(true)
                .time(TimeEncoding.WORD)
                .build();
    }

    private static TrainingOptions training(boolean exchangeWords) {
        return Small.training()
                .timeNoise(TimeNoise.NONE)
                .epochs(6)
                .exchangeWords(exchangeWords)
                .build();
    }

    private static TrainingJob job(boolean exchangeWords, Path folder) {
        return TrainingJob.ofStories("retold", List.of(1), EXAMPLES, model(), training(exchangeWords), folder);
    }

    @Test
    void theWordsAreExchangedInTraining() throws IOException {
        TrainedModel retold = Small.train(job(true, folder.resolve("retold")));
        TrainedModel plain = Small.train(job(false, folder.resolve("plain")));
        assertThat(Bits.difference(retold.parameters(), plain.parameters())).isNotEmpty();
        assertThat(retold.vocabulary().lines())
                .as("both have every word at every place, so the exchanges alone make the difference")
                .isEqualTo(plain.vocabulary().lines());
    }

    @Test
    void heldOutExamplesDoNotShowWhatCanBeExchanged() {
        int held = EXAMPLES.size() / 10;
        List<Example> examples = new ArrayList<>(EXAMPLES.subList(0, EXAMPLES.size() - held));
        String other = Objects.requireNonNull(EXAMPLES.get(0).answer());
        for (Example example : EXAMPLES.subList(EXAMPLES.size() - held, EXAMPLES.size())) {
            examples.add(new Example(
                    example.task(),
                    example.story(),
                    example.question(),
                    other,
                    example.supportingFacts(),
                    example.place()));
        }
        assertThat(WordExchanges.of(examples))
                .as("seen whole, one answer to all of the last tenth makes its word another")
                .isNotEqualTo(WordExchanges.of(EXAMPLES));
        int[] numbers = {0, 1, 2, 3};
        Noise noise = new Noise(TimeNoise.NONE, 0, true, RandomStreams.of(5));
        Noise same = new Noise(TimeNoise.NONE, 0, true, RandomStreams.of(5));
        assertThat(Dataset.of(examples, model(), training(true)).training().batch(numbers, noise))
                .usingRecursiveComparison()
                .isEqualTo(
                        Dataset.of(EXAMPLES, model(), training(true)).training().batch(numbers, same));
    }

    @Test
    void eachTaskHasItsOwnExchanges() {
        List<Example> both = new ArrayList<>(EXAMPLES);
        // The same people and places, in too few stories to show anything.
        Stories.simulated(5, 4)
                .forEach(example -> both.add(new Example(
                        2,
                        example.story(),
                        example.question(),
                        example.answer(),
                        example.supportingFacts(),
                        example.place())));
        TrainingOptions whole = training(true).toBuilder().validationFraction(0).build();
        Dataset data = Dataset.of(both, model(), whole);
        int[] second = IntStream.range(EXAMPLES.size(), both.size()).toArray();
        int[] first = IntStream.range(0, second.length).toArray();
        Noise noise = new Noise(TimeNoise.NONE, 0, true, RandomStreams.of(5));
        assertThat(data.training().batch(second, noise))
                .usingRecursiveComparison()
                .isEqualTo(data.training().batch(second, Noise.none()));
        assertThat(data.training().batch(first, noise))
                .usingRecursiveComparison()
                .isNotEqualTo(data.training().batch(first, Noise.none()));
    }

    @Test
    void aStopChangesNothing() throws IOException {
        TrainedModel unbroken = Small.train(job(true, folder.resolve("unbroken")));
        TrainingJob job = job(true, folder.resolve("stopped"));
        for (long stop : new long[] {1, 70, 200}) {
            assertThatThrownBy(() -> Small.trainUntil(stop, job)).isInstanceOf(TrainingStoppedException.class);
        }
        assertThat(Bits.difference(Small.train(job).parameters(), unbroken.parameters()))
                .isEmpty();
    }

    @Test
    void aSavedModelAnswersAsItDidAndAStoryThatGoesOnAnswersTheSame() throws IOException {
        Path place = folder.resolve("saved");
        TrainedModel trained = Small.train(job(true, place));
        assertThat(trained.vocabulary().lines())
                .anyMatch(word -> !PlacedWords.word(word).equals(word));
        try (Backend backend = Backends.open("scalar");
                Predictor predictor = Predictor.load(place, backend)) {
            Score score = Evaluation.score(trained, backend, EXAMPLES, LastBatch.SCORED);
            long wrong = 0;
            List<Answer> answers = predictor.answerAll(EXAMPLES);
            for (int i = 0; i < answers.size(); i++) {
                wrong += answers.get(i).text().equals(EXAMPLES.get(i).answer()) ? 0 : 1;
            }
            assertThat(wrong).isEqualTo(score.wrong());

            Example example = EXAMPLES.get(4);
            try (Story story = predictor.story()) {
                example.story().stream().map(Sentence::text).forEach(story::append);
                Answer whole = answers.get(4);
                Answer goingOn = story.answer(example.question().text());
                assertThat(goingOn.text()).isEqualTo(whole.text());
                assertThat(goingOn.probability()).isCloseTo(whole.probability(), within(1e-5));
            }
        }
    }

    @Test
    void placedWordsNeedSentences() {
        assertThatThrownBy(() ->
                        Small.model().placedWords(true).query(Query.CONSTANT).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("placed words", "CONSTANT");
    }
}
