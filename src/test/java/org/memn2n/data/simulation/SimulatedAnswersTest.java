package org.memn2n.data.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.memn2n.data.simulation.language.Lexicon;
import org.memn2n.data.simulation.reading.StoryChecker;
import org.memn2n.data.simulation.reading.StoryLines;
import org.memn2n.data.simulation.world.Noun;

/** The answers in the text are those of a reader who knows nothing but the text and the language. */
@Tag("once") // the same on every JDK, so one is enough
class SimulatedAnswersTest {
    private static final int STORIES = 10_000;
    private static final int PIECES = 8;
    private static final int FEWER_STORIES = 500;
    private static final int SMALL_STORIES = 20;

    @ParameterizedTest
    @EnumSource
    void theTextAloneGivesEveryAnswerAndItsSupport(StoryTask task) {
        SimulationSettings settings = SimulationSettings.of(task).withStories(STORIES / PIECES);
        List<String> complaints = IntStream.range(0, PIECES)
                .parallel()
                .boxed()
                .flatMap(piece -> {
                    String text = Texts.of(settings.withSeed(100 + piece));
                    assertThat(StoryLines.of(text)).hasSize(STORIES / PIECES);
                    return StoryChecker.of("english", false).complaints(text).stream();
                })
                .toList();
        assertThat(complaints).as("%s, seeds 100 to 107", settings).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void otherLanguagesAndDistractorsAreRightToo(StoryTask task) {
        SimulationSettings settings =
                SimulationSettings.of(task).withStories(FEWER_STORIES).withSeed(12);
        for (String lexicon : Lexicon.BUILT_IN) {
            String text = Texts.of(settings, Lexicon.builtIn(lexicon, task.number()));
            assertThat(StoryChecker.of(lexicon, false).complaints(text))
                    .as("%s in %s", settings, lexicon)
                    .isEmpty();
        }
        for (String lexicon : List.of("english", "german")) {
            SimulationSettings distracted = settings.withDistractors(7);
            String text = Texts.of(distracted, Lexicon.builtIn(lexicon, task.number()));
            assertThat(StoryChecker.of(lexicon, false).complaints(text))
                    .as("%s in %s", distracted, lexicon)
                    .isEmpty();
            assertThat(StoryLines.of(text))
                    .allSatisfy(story -> assertThat(story).hasSize(settings.sentences() + settings.questions() + 7));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noSupportIsOutdated(StoryTask task) {
        SimulationSettings settings =
                SimulationSettings.of(task).withStories(FEWER_STORIES).withSeed(13);
        assertThat(StoryChecker.of("english", true).complaints(Texts.of(settings)))
                .as("%s", settings)
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void worldsAndStoriesOfAllSizesAreRight(StoryTask task) {
        int needed = task.fewestSentences();
        SimulationSettings usual =
                SimulationSettings.of(task).withStories(SMALL_STORIES).withSeed(14);
        for (int size : new int[] {0, 1, 2, 7, 40, 90}) {
            SimulationSettings sized = usual;
            for (Noun noun : Noun.values()) {
                int least = task.leastPopulation().count(noun);
                if (noun.isOpen() && usual.population().count(noun) > 0) {
                    sized = sized.with(noun, least + size);
                }
            }
            for (int sentences : new int[] {needed, needed + 1, 13, 60}) {
                for (int questions : new int[] {1, sentences - needed + 1}) {
                    SimulationSettings settings = sized.withLength(sentences, questions);
                    String text = Texts.of(settings);
                    assertThat(StoryChecker.of("english", false).complaints(text))
                            .as("%s", settings)
                            .isEmpty();
                    assertThat(StoryLines.of(text))
                            .as("%s", settings)
                            .hasSize(SMALL_STORIES)
                            .allSatisfy(story -> assertThat(story).hasSize(sentences + questions));
                }
            }
        }
    }
}
