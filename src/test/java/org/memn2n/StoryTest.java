package org.memn2n;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.TimeEncoding;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomModels;
import org.memn2n.testkit.WatchedLookups;
import org.memn2n.testkit.WatchedLookups.Lookup;
import org.memn2n.train.TrainedModel;

class StoryTest {
    private static final String FIRST = "Emma went to the attic.";
    private static final String SECOND = "Hugo ran to the cellar.";
    private static final String QUESTION = "Where is Emma?";

    private static TrainedModel model(int memorySize, TimeEncoding time) {
        ModelOptions options = ModelOptions.paper()
                .dimension(5)
                .hops(2)
                .memorySize(memorySize)
                .time(time)
                .initialDeviation(0.4)
                .build();
        return RandomModels.of(options, 7);
    }

    private static List<Integer> ids(TrainedModel model, String text) {
        return List.of(text.toLowerCase(Locale.ROOT).replaceAll("[.?]", "").split(" ")).stream()
                .map(model.vocabulary()::id)
                .toList();
    }

    /** What was looked up with the network's encoding: words of sentences and questions, and not vectors of sentences. */
    private static List<List<Integer>> embedded(WatchedLookups backend, TrainedModel model) {
        return backend.lookups().stream()
                .filter(lookup ->
                        lookup.encoding().equals(model.config().model().encoding()))
                .map(Lookup::words)
                .toList();
    }

    @Test
    void embedsOnlyWhatIsNew() {
        TrainedModel model = model(10, TimeEncoding.TABLE);
        try (WatchedLookups backend = new WatchedLookups();
                Predictor predictor = new Predictor(model, backend);
                Story story = predictor.story()) {
            story.append(FIRST);
            story.append(SECOND);
            assertThat(backend.lookups()).as("appending alone").isEmpty();
            story.answer(QUESTION);
            List<Integer> both = new ArrayList<>(ids(model, FIRST));
            both.addAll(ids(model, SECOND));
            assertThat(embedded(backend, model)).containsExactly(both, ids(model, QUESTION));

            story.append(SECOND);
            story.answer(QUESTION);
            assertThat(embedded(backend, model)).containsExactly(ids(model, SECOND), ids(model, QUESTION));
            story.answer(QUESTION);
            assertThat(embedded(backend, model)).as("nothing new").containsExactly(ids(model, QUESTION));
            assertThat(backend.operations()).contains("hop").doesNotContain("story");
        }
    }

    /** Words of older sentences are nulls, which keep the place of their time words. */
    @Test
    void embedsOnlyWhatIsNewWhenTimeIsAWord() {
        TrainedModel model = model(3, TimeEncoding.WORD);
        int timeWord = model.vocabulary().size();
        try (WatchedLookups backend = new WatchedLookups();
                Predictor predictor = new Predictor(model, backend);
                Story story = predictor.story()) {
            story.append(FIRST);
            story.append("Emma sleeps.");
            story.answer(QUESTION);
            backend.lookups();

            story.append(SECOND);
            story.answer(QUESTION);
            List<Integer> sentence = new ArrayList<>(ids(model, SECOND));
            sentence.add(0);
            List<Integer> times = List.of(0, 0, 0, 0, 0, timeWord + 2, 0, 0, timeWord + 1, 0, 0, 0, 0, 0, timeWord);
            assertThat(embedded(backend, model)).containsExactly(sentence, times, ids(model, QUESTION));
        }
    }

    @Test
    void appendingCostsNoMoreInALongStory() {
        int sentences = 3000;
        try (WatchedLookups backend = new WatchedLookups();
                Predictor predictor = new Predictor(model(500, TimeEncoding.TABLE), backend);
                Story story = predictor.story()) {
            for (int i = 0; i < sentences; i++) {
                story.append(FIRST);
                story.answer("");
            }
            // For each of the three memories a row a sentence, and twice the memory when tables grow.
            assertThat(backend.rowsCopied()).isBetween(3L * sentences, 3L * (sentences + 2 * 500));
            assertThat(story.sentences()).isEqualTo(sentences);
        }
    }

    @Test
    void manySentencesBetweenQuestionsAreTheSameAsOneEach() {
        RandomInputs inputs = new RandomInputs(5);
        for (TimeEncoding time : TimeEncoding.values()) {
            try (Backend backend = Backends.open("scalar");
                    Predictor predictor = new Predictor(model(7, time), backend);
                    Story seldom = predictor.story();
                    Story often = predictor.story()) {
                for (int i = 0; i < 60; i++) {
                    String sentence = RandomModels.sentence(inputs, inputs.number(7));
                    seldom.append(sentence);
                    often.append(sentence);
                    Answer answer = often.answer(QUESTION);
                    if (inputs.number(6) == 0) {
                        assertThat(seldom.answer(QUESTION))
                                .as("%s, sentence %d, seed 5", time, i)
                                .isEqualTo(answer);
                    }
                }
            }
        }
    }

    @Test
    void storiesOfOnePredictorDoNotMix() throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (Backend backend = Backends.open("scalar");
                Predictor predictor = new Predictor(model(6, TimeEncoding.TABLE), backend)) {
            List<Future<List<Answer>>> running = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int seed = thread % 4;
                running.add(pool.submit(() -> talk(predictor, seed)));
            }
            for (int thread = 0; thread < 4; thread++) {
                assertThat(running.get(thread).get())
                        .isEqualTo(running.get(thread + 4).get())
                        .isEqualTo(talk(predictor, thread));
            }
            assertThat(running.get(0).get()).isNotEqualTo(running.get(1).get());
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Answer> talk(Predictor predictor, int seed) {
        RandomInputs inputs = new RandomInputs(seed);
        List<Answer> answers = new ArrayList<>();
        try (Story story = predictor.story()) {
            for (int i = 0; i < 30; i++) {
                story.append(RandomModels.sentence(inputs, 4));
                answers.add(story.answer(RandomModels.sentence(inputs, 3)));
            }
        }
        return answers;
    }

    @Test
    void oneStoryMayBeSharedBetweenThreads() throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (Backend backend = Backends.open("scalar");
                Predictor predictor = new Predictor(model(6, TimeEncoding.TABLE), backend);
                Story story = predictor.story()) {
            List<Future<Answer>> running = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                running.add(pool.submit(() -> {
                    story.append(FIRST);
                    return story.answer(QUESTION);
                }));
            }
            for (Future<Answer> answer : running) {
                assertThat(answer.get().top()).hasSize(5);
            }
            Answer after = story.answer(QUESTION);
            assertThat(after.droppedSentences()).isEqualTo(194);
            try (Story alone = predictor.story()) {
                Collections.nCopies(200, FIRST).forEach(alone::append);
                assertThat(after).isEqualTo(alone.answer(QUESTION));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aClosedStorySaysSo() {
        try (Backend backend = Backends.open("scalar");
                Predictor predictor = new Predictor(model(6, TimeEncoding.TABLE), backend)) {
            Story story = predictor.story();
            story.append(FIRST);
            story.answer(QUESTION);
            story.close();
            story.close();
            assertThatThrownBy(() -> story.append(SECOND))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this story is closed");
            assertThatThrownBy(() -> story.answer(QUESTION))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this story is closed");
        }
    }

    @Test
    void aPredictorClosesItsStories() {
        try (Backend backend = Backends.open("scalar")) {
            Predictor predictor = new Predictor(model(6, TimeEncoding.TABLE), backend);
            Story story = predictor.story();
            story.append(FIRST);
            predictor.close();
            assertThatThrownBy(() -> story.answer(QUESTION))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this story is closed");
            story.close();
            assertThatThrownBy(predictor::story)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this predictor is closed");
        }
    }
}
