package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.memn2n.data.DataException;
import org.memn2n.data.EncodedExample;
import org.memn2n.data.Example;
import org.memn2n.data.Place;
import org.memn2n.data.Sentence;
import org.memn2n.data.StoryExamples;
import org.memn2n.data.Validation;
import org.memn2n.model.LengthRule;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.OutputLayer;
import org.memn2n.model.TimeEncoding;
import org.memn2n.testkit.Stories;

class DatasetTest {
    private static final String TEXT = """
            1 Mary went to the kitchen.
            2 John went slowly back to the garden.
            3 Where is Mary?\tkitchen\t1
            4 Mary ran away.
            5 Where is John?\tgarden\t2
            1 Where is nobody?\tnowhere
            """;

    private static Dataset of(String text, ModelOptions.Builder model) {
        return Dataset.of(
                Stories.read(text),
                model.build(),
                TrainingOptions.paper().validationFraction(0).build());
    }

    private static ModelOptions.Builder model() {
        return ModelOptions.paper();
    }

    @Test
    void theVocabularyIsThatOfTheTrainingData() {
        Dataset data = of(TEXT, model());

        assertThat(data.vocabulary().lines())
                .containsExactly(
                        "<null>", "away", "back", "garden", "is", "john", "kitchen", "mary", "nobody", "nowhere", "ran",
                        "slowly", "the", "to", "went", "where");
        assertThat(data.config().words()).isEqualTo(16);
        assertThat(data.config().classes()).isEqualTo(16);
        List<EncodedExample> training = ((StoryExamples) data.training()).examples();
        assertThat(training).hasSize(3);
        assertThat(training.get(0).target()).isEqualTo(6);
        assertThat(training.get(0).question()).containsExactly(15, 4, 7);
    }

    @Test
    void theMemoryIsNoLargerThanTheLongestStory() {
        assertThat(of(TEXT, model().memorySize(50)).config().memorySize()).isEqualTo(3);
        assertThat(of(TEXT, model().memorySize(3)).config().memorySize()).isEqualTo(3);
        assertThat(of(TEXT, model().memorySize(2)).config().memorySize()).isEqualTo(2);
        assertThat(of("1 Where is Mary?\there\n", model()).config().memorySize())
                .as("no statement at all")
                .isEqualTo(1);
    }

    @Test
    void aFixedLengthIsThatOfTheLongestSentence() {
        assertThat(of(TEXT, model().lengthRule(LengthRule.SENTENCE)).config().fixedLength())
                .isZero();
        assertThat(of(TEXT, model().lengthRule(LengthRule.LONGEST)).config().fixedLength())
                .isEqualTo(7);
        assertThat(of(TEXT, model().lengthRule(LengthRule.LONGEST).time(TimeEncoding.WORD))
                        .config()
                        .fixedLength())
                .as("with the time word")
                .isEqualTo(8);
        assertThat(of("1 Go.\n2 Where on earth are we now?\there\n", model().lengthRule(LengthRule.LONGEST))
                        .config()
                        .fixedLength())
                .as("a question")
                .isEqualTo(6);
    }

    @Test
    void anOutputOfAnswersHasAClassForEachAnswer() {
        Dataset data = of(TEXT, model().output(OutputLayer.ANSWERS));

        assertThat(data.config().answerWords()).containsExactly(3, 6, 9);
        assertThat(data.config().classes()).isEqualTo(3);
        assertThat(((StoryExamples) data.training()).examples())
                .extracting(EncodedExample::target)
                .containsExactly(1, 0, 2);
    }

    @Test
    void heldOutExamplesAreNotTrainedOn() {
        List<Example> examples = Stories.simulated(20, 5);
        TrainingOptions.Builder options = TrainingOptions.paper().validationFraction(0.25);
        Dataset last = Dataset.of(examples, model().build(), options.build());
        Dataset random = Dataset.of(
                examples, model().build(), options.validation(Validation.RANDOM).build());
        Dataset otherSeed =
                Dataset.of(examples, model().build(), options.seed(2).build());

        for (Dataset data : List.of(last, random, otherSeed)) {
            assertThat(data.training().size()).isEqualTo(75);
            assertThat(data.validation().size()).isEqualTo(25);
        }
        assertThat(questions(last)).isNotEqualTo(questions(random));
        assertThat(questions(random)).isNotEqualTo(questions(otherSeed));
        assertThat(questions(Dataset.of(examples, model().build(), options.build())))
                .isEqualTo(questions(otherSeed));
    }

    private static List<List<Integer>> questions(Dataset data) {
        return ((StoryExamples) data.validation())
                .examples().stream()
                        .map(example -> List.of(example.question()[2], example.target(), example.story().length))
                        .toList();
    }

    @Test
    void dataWithoutEnoughQuestionsIsRefused() {
        TrainingOptions options = TrainingOptions.paper().build();
        for (OutputLayer output : OutputLayer.values()) {
            assertThatThrownBy(
                            () -> Dataset.of(List.of(), model().output(output).build(), options))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("the training data", "0 questions", "or a smaller validation fraction");
        }
        List<Example> one = Stories.read("1 Where?\there\n");
        assertThatThrownBy(() -> Dataset.of(
                        one,
                        model().build(),
                        TrainingOptions.paper().validationFraction(0.9).build()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("1 questions, none of them left to train on");
    }

    @Test
    void choicesThatNeedValidationAreRefusedWithoutAny() {
        TrainingOptions.Builder none = TrainingOptions.paper().validationFraction(0);
        List<TrainingOptions> needy = List.of(
                none.linearStart(LinearStart.VALIDATION).build(),
                none.linearStart(LinearStart.NONE)
                        .selection(Selection.VALIDATION_ERROR)
                        .build());
        for (TrainingOptions options : needy) {
            assertThatThrownBy(() -> Dataset.of(Stories.read(TEXT), model().build(), options))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("3 questions", "none of them held out", "validation fraction 0.0");
        }
    }

    @Test
    void aQuestionWithoutAnAnswerIsNamedWithItsPlace() {
        assertThatThrownBy(() -> of("1 Mary left.\n2 Where is Mary?\n", model()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("stories.txt:2: found a question without an answer");
    }

    @Test
    void anyChangeOfTextOrOrderChangesTheFingerprint() {
        String fingerprint = of(TEXT, model()).fingerprint();
        List<String> changed = List.of(
                TEXT.replace("Mary ran", "mary ran"),
                TEXT.replace("ran away.", "ran away!"),
                TEXT.replace("garden\t2", "kitchen\t2"),
                TEXT.replace("Where is John?", "Where is  John?"),
                TEXT.replace(
                        "1 Mary went to the kitchen.\n2 John went slowly back to the garden.",
                        "1 John went slowly back to the garden.\n2 Mary went to the kitchen."),
                TEXT.replace("1 Where is nobody", "6 Where is nobody"),
                TEXT.replace("1 Where is nobody?\tnowhere\n", ""),
                TEXT + TEXT);
        for (String text : changed) {
            assertThat(of(text, model()).fingerprint()).as(text).isNotEqualTo(fingerprint);
        }
        assertThat(of(TEXT, model().hops(1)).fingerprint()).isEqualTo(fingerprint);
        assertThat(fingerprint).matches("[0-9a-f]{64}");

        List<Example> reversed = new ArrayList<>(Stories.read(TEXT));
        Collections.reverse(reversed);
        assertThat(fingerprint(reversed)).isNotEqualTo(fingerprint);
    }

    @Test
    void theFingerprintKnowsWhereTextsEnd() {
        Example whole = example(List.of("a", "b"), "c", "d");
        Example question = example(List.of("a"), "b", "c");
        Example parted = example(List.of(), "a", "b");

        assertThat(fingerprint(List.of(whole)))
                .isNotEqualTo(fingerprint(List.of(parted, example(List.of(), "c", "d"))))
                .isNotEqualTo(fingerprint(List.of(example(List.of("a\nb"), "c", "d"))));
        assertThat(fingerprint(List.of(question)))
                .isNotEqualTo(fingerprint(List.of(example(List.of(), "a\nb", "c"))))
                .isNotEqualTo(fingerprint(List.of(example(List.of("ab"), "", "c"))));
    }

    private static String fingerprint(List<Example> examples) {
        return Dataset.of(
                        examples,
                        model().build(),
                        TrainingOptions.paper().validationFraction(0).build())
                .fingerprint();
    }

    private static Example example(List<String> story, String question, String answer) {
        return new Example(
                1,
                story.stream().map(Sentence::of).toList(),
                Sentence.of(question),
                answer,
                List.of(),
                new Place("made.txt", 1));
    }
}
