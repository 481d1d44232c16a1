package org.memn2n.data.simulation.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker of the other tests passes right stories and finds planted errors. */
class StoryCheckerTest {
    private static final String OBJECTS = """
            1 Emma went to the kitchen.
            2 Emma took the lamp.
            3 Nora ran to the cellar.
            4 Where is the lamp?\tkitchen\t2 1
            5 Emma dropped the lamp.
            6 Emma walked to the attic.
            7 Where is the lamp?\tkitchen\t5 1
            8 Where is Emma?\tattic\t6
            """;

    private static final String ALL = """
            1 Emma got the key.
            2 Emma ran to the attic.
            3 Emma ran to the barn.
            4 Where was the key before the barn?\tattic\t1 3 2
            5 Emma gave the key to Hugo.
            6 Who received the key?\tHugo\t5
            7 What did Emma give to Hugo?\tkey\t5
            8 How many objects does Emma carry?\tnone\t5
            9 What does Hugo carry?\tkey\t5
            10 Is Emma in the attic?\tno\t3
            11 Nora is either in the attic or in the barn.
            12 Is Nora in the barn?\tmaybe\t11
            13 Nora is no longer in the barn.
            14 Is Nora in the barn?\tno\t13
            1 Hugo and Emma went to the barn.
            2 Then they ran to the attic.
            3 Where is Emma?\tattic\t1 2
            1 This evening Emma went to the barn.
            2 Emma went to the attic yesterday.
            3 Where was Emma before the barn?\tattic\t1 2
            1 Geese fear foxes.
            2 Foxes fear owls.
            3 Emma is a goose.
            4 What is Emma afraid of?\tfox\t3 1
            1 Nora is a goose.
            2 Emma is a goose.
            3 Emma is red.
            4 What colour is Nora?\tred\t1 2 3
            1 The crate fits inside the trunk.
            2 The trunk is smaller than the bag.
            3 Is the bag bigger than the crate?\tyes\t1 2
            1 The barn is north of the attic.
            2 The cellar is east of the barn.
            3 How do you go from the cellar to the attic?\tw,s\t2 1
            4 What is the cellar east of?\tbarn\t2
            1 The red star is above the blue star.
            2 The red cross is to the left of the red star.
            3 Is the red cross below the blue star?\tno\t1 2
            1 Emma is cold.
            2 Where will Emma go?\tcellar\t1
            3 Emma ran to the cellar.
            4 Why did Emma go to the cellar?\tcold\t1
            """;

    private final StoryChecker checker = StoryChecker.of("english", true);

    @Test
    void rightStoriesPass() {
        assertThat(checker.complaints(OBJECTS)).isEmpty();
        assertThat(checker.complaints(ALL)).isEmpty();
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
    void anErrorPlantedAmongObjectsIsFound(String error, String from, String to) {
        assertFound(OBJECTS, error, from, to);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the place after, 'attic\t1 3 2', 'barn\t1 3 2'",
        "no place before, '1 3 2', '1 3'",
        "the giver for the receiver, 'Hugo\t5', 'Emma\t5'",
        "another receiver, key to Hugo, key to Nora",
        "a miscount, none\t5, one\t5",
        "a superfluous event of hands, none\t5, none\t1 5",
        "nothing for something, 'carry?\tkey', 'carry?\tnothing'",
        "yes for no, 'no\t3', 'yes\t3'",
        "an older move, 'no\t3', 'no\t2'",
        "yes for maybe, maybe, yes",
        "another place denied, longer in the barn, longer in the attic",
        "a pronoun without its antecedent, 'attic\t1 2\n1 This', 'attic\t2\n1 This'",
        "the wrong time, yesterday, this evening",
        "the wrong kind, fox\t3 1, owl\t3 1",
        "a missing premise, '1 2 3\n1 The', '1 3\n1 The'",
        "sizes the other way round, the trunk is smaller, the sack is smaller",
        "a wrong size, 'yes\t1 2', 'no\t1 2'",
        "a way back, 'w,s', 'e,n'",
        "one step of two, '2 1', '2'",
        "the wrong side, 'no\t1 2', 'yes\t1 2'",
        "the wrong end, 'barn\t2', 'attic\t2'",
        "where another motive leads, is cold, is sleepy",
        "another motive, 'cold\t1', 'wet\t1'"
    })
    void anErrorPlantedInOtherTasksIsFound(String error, String from, String to) {
        assertFound(ALL, error, from.replace("the trunk", "The trunk"), to.replace("the sack", "The sack"));
    }

    private void assertFound(String right, String error, String from, String to) {
        String planted = right.replace(from, to);
        assertThat(planted).as(error).isNotEqualTo(right);
        assertThat(checker.complaints(planted)).as(error).isNotEmpty();
    }

    @Test
    void takingWhatLiesElsewhereIsFound() {
        String planted = OBJECTS + "9 Nora took the lamp.\n";
        assertThat(checker.complaints(planted)).singleElement().asString().contains("elsewhere");
    }
}
