package org.memn2n.data.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SimulationSettingsTest {
    private final SimulationSettings person = SimulationSettings.of(StoryTask.WHERE_IS_PERSON);
    private final SimulationSettings object = SimulationSettings.of(StoryTask.WHERE_IS_OBJECT);

    @Test
    void theFewestAreAccepted() {
        assertThat(person.withStories(0).withLength(1, 1).withSizes(1, 2, 0).objects())
                .isZero();
        assertThat(object.withStories(0).withLength(2, 1).withSizes(1, 2, 1).objects())
                .isEqualTo(1);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertRefused(() -> person.withStories(-1), "the number of stories is -1; it must be 0 or more");
        assertRefused(
                () -> person.withLength(0, 1),
                "the number of sentences per story is 0; it must be between 1 and 1000000000 for task 1");
        assertRefused(
                () -> object.withLength(1, 1),
                "the number of sentences per story is 1; it must be between 2 and 1000000000 for task 2");
        assertRefused(
                () -> object.withLength(Integer.MAX_VALUE, 1),
                "the number of sentences per story is 2147483647; it must be between 2 and 1000000000 for task 2");
        assertRefused(
                () -> person.withLength(10, 0),
                "the number of questions per story is 0; it must be between 1 and 10 for task 1 with 10 sentences per"
                        + " story");
        assertRefused(
                () -> object.withLength(10, 10),
                "the number of questions per story is 10; it must be between 1 and 9 for task 2 with 10 sentences per"
                        + " story");
        assertRefused(() -> person.withSizes(0, 2, 0), "the number of people is 0; it must be 1 or more");
        assertRefused(
                () -> person.withSizes(1, 1, 0),
                "the number of places is 1; it must be 2 or more, for people to have somewhere to go");
        assertRefused(() -> object.withSizes(1, 2, 0), "the number of objects is 0; it must be 1 or more for task 2");
        assertRefused(() -> person.withSizes(1, 2, -1), "the number of objects is -1; it must be 0 or more for task 1");
    }

    @Test
    void tasksAreFoundByTheirNumber() {
        assertThat(StoryTask.ofNumber(1)).isEqualTo(StoryTask.WHERE_IS_PERSON);
        assertThat(StoryTask.ofNumber(2)).isEqualTo(StoryTask.WHERE_IS_OBJECT);
        assertRefused(() -> StoryTask.ofNumber(3), "no stories can be simulated for task 3; choose one of 1, 2");
    }

    @Test
    void theLastQuestionEndsEvenTheLongestStory() {
        SimulationSettings longest = object.withLength(1_000_000_000, 999_999_999);
        assertThat(longest.sentencesBefore(1)).isEqualTo(2);
        assertThat(longest.sentencesBefore(999_999_999)).isEqualTo(1_000_000_000);
    }

    private static void assertRefused(ThrowingCallable action, String message) {
        assertThatThrownBy(action)
                .isInstanceOf(SimulationSettingsException.class)
                .hasMessage(message);
    }
}
