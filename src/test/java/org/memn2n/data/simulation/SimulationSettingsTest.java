package org.memn2n.data.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.memn2n.data.simulation.world.Noun;

class SimulationSettingsTest {
    private final SimulationSettings person = SimulationSettings.of(StoryTask.SINGLE_FACT);
    private final SimulationSettings object = SimulationSettings.of(StoryTask.TWO_FACTS);

    @Test
    void theFewestAreAccepted() {
        assertThat(person.withStories(0)
                        .withLength(1, 1)
                        .withSizes(1, 2, 0)
                        .population()
                        .count(Noun.OBJECT))
                .isZero();
        assertThat(object.withStories(0)
                        .withLength(2, 1)
                        .withSizes(1, 2, 1)
                        .population()
                        .count(Noun.OBJECT))
                .isEqualTo(1);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertRefused(() -> person.withStories(-1), "the number of stories is -1; it must be 0 or more");
        assertRefused(
                () -> person.withLength(0, 1),
                "the number of sentences per story is 0; it must be between 1 and 500000000 for task 1");
        assertRefused(
                () -> object.withLength(1, 1),
                "the number of sentences per story is 1; it must be between 2 and 500000000 for task 2");
        assertRefused(
                () -> object.withLength(Integer.MAX_VALUE, 1),
                "the number of sentences per story is 2147483647; it must be between 2 and 500000000 for task 2");
        assertRefused(
                () -> person.withLength(10, 0),
                "the number of questions per story is 0; it must be between 1 and 10 for task 1 with 10 sentences per"
                        + " story");
        assertRefused(
                () -> object.withLength(10, 10),
                "the number of questions per story is 10; it must be between 1 and 9 for task 2 with 10 sentences per"
                        + " story");
        assertRefused(
                () -> person.withSizes(0, 2, 0),
                "the number of things of the class person is 0; it must be 1 or more for task 1");
        assertRefused(
                () -> person.withSizes(1, 1, 0),
                "the number of things of the class place is 1; it must be 2 or more for task 1");
        assertRefused(
                () -> object.withSizes(1, 2, 0),
                "the number of things of the class object is 0; it must be 1 or more for task 2");
        assertRefused(
                () -> person.withSizes(1, 2, -1),
                "the number of things of the class object is -1; it must be 0 or more for task 1");
    }

    @Test
    void distractorsSkippedNamesAndOtherDirectionsOutOfRangeAreRefused() {
        assertRefused(
                () -> person.withDistractors(-1),
                "the number of distractors per story is -1; it must be between 0 and 500000000");
        assertRefused(
                () -> person.withSkippedNames(-1),
                "the number of skipped names is -1; it must be between 0 and 500000000");
        assertRefused(
                () -> person.with(Noun.DIRECTION, 3),
                "the number of things of the class direction is 3; it must be between 4 and 4 for task 1");
    }

    @Test
    void questionsThatAreAskedAtTheEndComeAfterAllSentences() {
        SimulationSettings settings = SimulationSettings.of(StoryTask.SIZES).withLength(7, 20);
        assertThat(settings.sentencesBefore(1)).isEqualTo(7);
        assertThat(settings.sentencesBefore(20)).isEqualTo(7);
    }

    @Test
    void tasksAreFoundByTheirNumber() {
        for (int number = 1; number <= 20; number++) {
            assertThat(StoryTask.ofNumber(number).number()).isEqualTo(number);
        }
        assertThat(StoryTask.values()).hasSize(20);
        assertRefused(() -> StoryTask.ofNumber(0), "no stories can be simulated for task 0; choose one of 1 to 20");
        assertRefused(() -> StoryTask.ofNumber(21), "no stories can be simulated for task 21; choose one of 1 to 20");
    }

    @Test
    void theLastQuestionEndsEvenTheLongestStory() {
        SimulationSettings longest = object.withLength(500_000_000, 499_999_999);
        assertThat(longest.sentencesBefore(1)).isEqualTo(2);
        assertThat(longest.sentencesBefore(499_999_999)).isEqualTo(500_000_000);
    }

    private static void assertRefused(ThrowingCallable action, String message) {
        assertThatThrownBy(action)
                .isInstanceOf(SimulationSettingsException.class)
                .hasMessage(message);
    }
}
