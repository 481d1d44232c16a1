package org.memn2n;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.memn2n.Answer.Choice;
import org.memn2n.data.Corpus;
import org.memn2n.data.Vocabulary;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.OutputLayer;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.tensor.HostTensor;
import org.memn2n.testkit.Stories;
import org.memn2n.train.Dataset;
import org.memn2n.train.Perplexity;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.Training;
import org.memn2n.train.TrainingJob;
import org.memn2n.train.TrainingOptions;

/** A language model that has learned a text that repeats itself. */
class LanguageModelTest {
    private static final int MEMORY = 4;
    private static final int[] PATTERN = {1, 2, 1, 3, 2, 4, 3};
    private static final Vocabulary WORDS = Vocabulary.ofLines(List.of("<null>", "a", "b", "c", "<unk>"), "this test");

    @SuppressWarnings("NullAway.Init") // set before all
    private static Backend backend;

    @SuppressWarnings("NullAway.Init") // set before all
    private static TrainedModel model;

    private static int[] text(int length) {
        return IntStream.range(0, length).map(i -> PATTERN[i % PATTERN.length]).toArray();
    }

    @BeforeAll
    static void train() throws IOException {
        backend = Backends.open("scalar");
        ModelOptions options = ModelOptions.languageModel()
                .dimension(12)
                .hops(2)
                .memorySize(MEMORY)
                .output(OutputLayer.ANSWERS)
                .initialDeviation(0.2)
                .build();
        TrainingOptions training = TrainingOptions.paperLanguageModel()
                .batchSize(10)
                .learningRate(0.05)
                .epochs(40)
                .build();
        Dataset data = Dataset.ofText(new Corpus(WORDS, text(300), text(40)), options);
        model = Training.train(new TrainingJob("lm", List.of(), data, training, null), backend);
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static List<String> words(int length) {
        return Arrays.stream(text(length)).mapToObj(WORDS::word).toList();
    }

    /** A model whose parameters are zeros. */
    private static TrainedModel ignorant() {
        Map<String, HostTensor> zeros = new HashMap<>();
        model.parameters().forEach((name, tensor) -> zeros.put(name, HostTensor.zeros(tensor.shape())));
        return new TrainedModel(model.config(), WORDS, zeros, model.report());
    }

    @Test
    void guessesTheTextItHasLearned() {
        try (LanguageModel language = new LanguageModel(model, backend)) {
            for (int length = MEMORY; length < 20; length++) {
                List<Choice> next = language.next(words(length), 4);

                assertThat(next).hasSize(4);
                assertThat(next.get(0).text()).isEqualTo(words(length + 1).get(length));
                assertThat(next.get(0).probability()).isGreaterThan(0.9);
                assertThat(next.stream().mapToDouble(Choice::probability).sum()).isCloseTo(1, within(1e-5));
                assertThat(next.get(1).probability())
                        .isGreaterThanOrEqualTo(next.get(2).probability());
            }
            assertThat(language.next(List.of(), 2)).hasSize(2);
            assertThat(language.next(List.of("zebra", "a"), 3))
                    .as("a word never seen")
                    .isEqualTo(language.next(List.of("<unk>", "a"), 3));
        }
    }

    @Test
    void writesOnAsTheTextGoesAndTheSameForTheSameSeed() {
        try (LanguageModel language = new LanguageModel(model, backend)) {
            List<String> written = language.generate(words(10), 30, 0.2, true, 5);

            assertThat(written).isEqualTo(words(40).subList(10, 40));
            assertThat(language.generate(List.of(), 50, 3, true, 5))
                    .isEqualTo(language.generate(List.of(), 50, 3, true, 5))
                    .isNotEqualTo(language.generate(List.of(), 50, 3, true, 6))
                    .contains("<unk>");
            assertThat(language.generate(List.of(), 200, 3, false, 5))
                    .doesNotContain("<unk>")
                    .contains("a", "b", "c");
            assertThatThrownBy(() -> language.generate(List.of(), 1, 0, true, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("temperature");
        }
    }

    @Test
    void givesAwayEachWordAsSoonAsItIsDrawn() {
        try (LanguageModel language = new LanguageModel(model, backend)) {
            List<String> got = new ArrayList<>();
            assertThatThrownBy(() -> language.generate(words(10), 50_000, 0.2, true, 5, word -> {
                        got.add(word);
                        if (got.size() == 7) {
                            throw new IllegalStateException("enough");
                        }
                    }))
                    .hasMessage("enough");
            assertThat(got).isEqualTo(language.generate(words(10), 7, 0.2, true, 5));
        }
    }

    @Test
    void aLeadInIsATextOfItsOwnThatBeginsAtALineAndIsDrawnLikeAnyOther() {
        try (LanguageModel language = new LanguageModel(model, backend)) {
            List<String> drawn = language.generate(List.of(Corpus.END), 30, 3, false, 5);
            List<String> lead = language.leadIn(30, 3, false, 5);

            assertThat(lead.get(0)).isEqualTo(Corpus.END);
            assertThat(lead.subList(1, lead.size()))
                    .as("a model that knows no ends of lines adds none")
                    .isEqualTo(drawn)
                    .doesNotContain(Corpus.UNKNOWN);
            assertThat(language.leadIn(0, 1, false, 5)).containsExactly(Corpus.END);
            assertThatThrownBy(() -> language.leadIn(-1, 1, false, 5)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** The memory grows until it is full, and then holds the newest words. */
    private static void requireTheBestWords(LanguageModel language, List<String> start, double temperature) {
        List<String> text = new ArrayList<>(start);
        for (String drawn : language.generate(start, 20, temperature, false, 5)) {
            String best = language.next(text, 4).stream()
                    .map(Choice::text)
                    .filter(word -> !word.equals(Corpus.UNKNOWN))
                    .findFirst()
                    .orElseThrow();
            assertThat(drawn).as("temperature %s after %s", temperature, text).isEqualTo(best);
            text.add(drawn);
        }
    }

    @Test
    void aLowTemperatureDrawsTheMostProbableWordAndNoWorseOne() {
        List<List<String>> starts = List.of(List.of(), List.of("a"), List.of("zebra", "zebra", "a", "zebra"));
        try (LanguageModel language = new LanguageModel(model, backend)) {
            for (double temperature : new double[] {1e-2, 1e-3, 1e-300}) {
                starts.forEach(start -> requireTheBestWords(language, start, temperature));
            }
        }
        try (LanguageModel language = new LanguageModel(ignorant(), backend)) {
            assertThat(language.generate(List.of(), 200, 1e-3, false, 5))
                    .as("where all words are as probable, all are drawn")
                    .doesNotContain("<unk>")
                    .contains("a", "b", "c");
        }
    }

    @Test
    void isNotAskedQuestions() {
        assertThatThrownBy(() -> new Predictor(model, backend))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the model lm is a language model, which says how a text goes on and answers no questions;"
                        + " take one that was trained on stories, or ask this one as a language model");
        assertThatThrownBy(() -> new Ensemble(List.of(model, model), backend))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("answers no questions");
    }

    @Test
    void refusesAModelThatAnswersQuestions() throws IOException {
        TrainingOptions brief =
                TrainingOptions.paper().epochs(0).linearEpochs(0).build();
        TrainedModel other = Training.train(
                TrainingJob.of(Stories.simulated(3, 1), ModelOptions.paper().build(), brief), backend);

        assertThatThrownBy(() -> new LanguageModel(other, backend))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("answers questions about stories");
    }

    @Test
    void perplexityIsTheExponentOfTheMeanLossOverEveryWord() {
        int[] text = text(23);
        text[20] = 4; // a surprise
        Perplexity found = Perplexity.of(model, backend, text);
        double[] losses = new double[text.length];
        try (LanguageModel language = new LanguageModel(model, backend)) {
            for (int i = 0; i < text.length; i++) {
                List<String> before =
                        Arrays.stream(text, 0, i).mapToObj(WORDS::word).toList();
                String word = WORDS.word(text[i]);
                losses[i] = -Math.log(language.next(before, 4).stream()
                        .filter(choice -> choice.text().equals(word))
                        .findFirst()
                        .orElseThrow()
                        .probability());
            }
        }
        double every = Arrays.stream(losses).average().orElseThrow();
        // 23 words need three batches of 10: the 18 that are scored, and 12 of them once more.
        double once = Arrays.stream(losses, MEMORY + 1, 23).sum();
        double authors = (once + Arrays.stream(losses, MEMORY + 1, MEMORY + 13).sum()) / 30;

        assertThat(found.words()).isEqualTo(23);
        assertThat(found.perplexity()).isCloseTo(Math.exp(every), within(1e-4));
        assertThat(found.authors().orElseThrow()).isCloseTo(Math.exp(authors), within(1e-4));
        assertThat(authors).isNotCloseTo(every, within(1e-2));
        assertThat(Perplexity.of(model, backend, text(MEMORY + 1)).authors()).isEmpty();
    }

    @Test
    void aModelThatKnowsNothingIsAsPerplexedAsThereAreWords() {
        // Four words: the null word is none.
        assertThat(Perplexity.of(ignorant(), backend, text(50)).perplexity()).isCloseTo(4, within(1e-5));
    }

    @Test
    void whatItCannotBeAskedIsTold() {
        LanguageModel language = new LanguageModel(model, backend);
        assertThat(language.next(List.of(), 0)).isEmpty();
        assertThatThrownBy(() -> language.next(List.of(), -2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of words must be 0 or more, found -2");
        language.close();
        assertThatThrownBy(() -> language.next(List.of(), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this language model is closed");
        assertThatThrownBy(() -> language.generate(List.of(), 1, 1, true, 1)).isInstanceOf(IllegalStateException.class);
    }
}
