package org.memn2n.data.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The answers in the text are those of a reader who knows nothing but the text. */
class SimulatedAnswersTest {
    private static final int STORIES = 2000;
    private static final int SMALL_STORIES = 12;

    private final StoryChecker checker = new StoryChecker(Lexicon.english());

    @ParameterizedTest
    @EnumSource
    void theTextAloneGivesEveryAnswerAndItsSupport(StoryTask task) {
        SimulationSettings settings =
                SimulationSettings.of(task).withStories(STORIES).withSeed(11);
        String text = Texts.of(settings);
        assertThat(StoryLines.of(text)).as("%s", settings).hasSize(STORIES);
        assertThat(checker.complaints(text)).as("%s", settings).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void worldsAndStoriesOfAllSizesAreRight(StoryTask task) {
        int needed = task.supportingSentences();
        for (int people : new int[] {1, 2, 16}) {
            for (int places : new int[] {2, 3, 16}) {
                for (int objects : new int[] {1, 2, 16}) {
                    for (int sentences : new int[] {needed, needed + 1, 13}) {
                        for (int questions : new int[] {1, sentences - needed + 1}) {
                            SimulationSettings settings = SimulationSettings.of(task)
                                    .withStories(SMALL_STORIES)
                                    .withSizes(people, places, objects)
                                    .withLength(sentences, questions);
                            String text = Texts.of(settings);
                            assertThat(checker.complaints(text))
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
    }

    @ParameterizedTest
    @EnumSource
    void everyQuestionHasItsNumberOfSupportingSentencesNewestFactFirst(StoryTask task) {
        for (List<StoryLines.Line> story :
                StoryLines.of(Texts.of(SimulationSettings.of(task).withStories(200)))) {
            for (StoryLines.Line line : story) {
                if (line instanceof StoryLines.Asked asked) {
                    assertThat(asked.support()).hasSize(task.supportingSentences());
                    StoryLines.Told first =
                            (StoryLines.Told) story.get(asked.support().get(0) - 1);
                    assertThat(first.sentence()).contains(asked.subject());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noAnswerIsMuchMoreCommonThanAnother(StoryTask task) {
        SimulationSettings settings =
                SimulationSettings.of(task).withStories(STORIES).withSeed(12);
        List<StoryLines.Asked> questions = StoryLines.questions(Texts.of(settings));
        Map<String, Integer> answers = Guessing.answers(questions);
        double fairShare = questions.size() / (double) settings.places();
        assertThat(answers).as("%s", settings).hasSize(settings.places());
        assertThat(answers.values())
                .as("%s", settings)
                .allSatisfy(count -> assertThat((double) count).isBetween(fairShare * 0.8, fairShare * 1.2));
    }

    @ParameterizedTest
    @EnumSource
    void theQuestionAloneSaysNothingAboutTheAnswer(StoryTask task) {
        SimulationSettings settings =
                SimulationSettings.of(task).withStories(STORIES).withSeed(13);
        List<StoryLines.Asked> questions = StoryLines.questions(Texts.of(settings));
        double chance = 1.0 / settings.places();
        assertThat(Guessing.bestShareFromQuestions(questions))
                .as("%s", settings)
                .isLessThan(chance * 1.25);
    }

    @Test
    void objectsAreAskedForInHandsAndAfterDropsWithPlacesToldBeforeAndAfter() {
        String text = Texts.of(SimulationSettings.of(StoryTask.WHERE_IS_OBJECT).withStories(STORIES));
        List<Integer> differences = new ArrayList<>();
        List<String> handlings = new ArrayList<>();
        for (List<StoryLines.Line> story : StoryLines.of(text)) {
            for (StoryLines.Line line : story) {
                if (line instanceof StoryLines.Asked asked) {
                    differences.add(Integer.signum(
                            asked.support().get(0) - asked.support().get(1)));
                    StoryLines.Told handling =
                            (StoryLines.Told) story.get(asked.support().get(0) - 1);
                    boolean isDrop = Lexicon.english().dropping().stream().anyMatch(handling.sentence()::contains);
                    handlings.add(isDrop ? "drop" : "take");
                }
            }
        }
        int tenth = differences.size() / 10;
        assertThat(Collections.frequency(differences, -1)).isGreaterThan(tenth);
        assertThat(Collections.frequency(differences, 1)).isGreaterThan(tenth);
        assertThat(Collections.frequency(handlings, "drop")).isGreaterThan(tenth);
        assertThat(Collections.frequency(handlings, "take")).isGreaterThan(tenth);
    }
}
