package org.memn2n.data.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker of the other tests finds planted errors. */
class StoryCheckerTest {
    private static final String RIGHT = """
            1 Emma went to the kitchen.
            2 Emma took the lamp.
            3 Nora ran to the cellar.
            4 Where is the lamp?\tkitchen\t2 1
            5 Emma dropped the lamp.
            6 Emma walked to the attic.
            7 Where is the lamp?\tkitchen\t5 1
            8 Where is Emma?\tattic\t6
            """;

    private final StoryChecker checker = new StoryChecker(Lexicon.english());

    @Test
    void aRightStoryPasses() {
        assertThat(checker.complaints(RIGHT)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a swapped answer, 'kitchen\t5 1', 'cellar\t5 1'",
        "another swapped answer, attic\t6, kitchen\t6",
        "an older place of a person, attic\t6, kitchen\t1",
        "a missing support, '5 1', '5'",
        "a superfluous support, '5 1', '5 1 3'",
        "a support given twice, '5 1', '5 1 1'",
        "a support that is a question, '5 1', '5 4'",
        "a support of the future, '2 1', '5 1'",
        "an outdated support that gives the right answer, '5 1', '2 1'",
        "a wrong verb, took, dropped",
        "a wrong place in a statement, the kitchen., the garage.",
        "a wrong holder, Emma dropped, Nora dropped",
        "a move to where one is, the attic., the kitchen.",
        "a forgotten drop, Emma dropped the lamp, Nora went to the barn"
    })
    void aPlantedErrorIsFound(String error, String from, String to) {
        String planted = RIGHT.replace(from, to);
        assertThat(planted).as(error).isNotEqualTo(RIGHT);
        assertThat(checker.complaints(planted)).as(error).isNotEmpty();
    }

    @Test
    void takingWhatLiesElsewhereIsFound() {
        String planted = RIGHT + "9 Nora took the lamp.\n";
        assertThat(checker.complaints(planted)).singleElement().asString().contains("elsewhere");
    }

    @Test
    void aNarratorThatMixesUpTakingAndDroppingIsFound() {
        Lexicon english = Lexicon.english();
        Lexicon mixedUp = new Lexicon(
                english.people(),
                english.places(),
                english.objects(),
                english.moving(),
                /* taking= */ english.dropping(),
                /* dropping= */ english.taking());
        SimulationSettings settings =
                SimulationSettings.of(StoryTask.WHERE_IS_OBJECT).withStories(20);
        assertThat(checker.complaints(Texts.of(settings))).isEmpty();
        assertThat(checker.complaints(Texts.of(settings, mixedUp))).hasSizeGreaterThan(20);
    }
}
