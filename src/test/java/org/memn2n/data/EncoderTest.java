package org.memn2n.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncoderTest {
    private static final List<Example> TRAINING = Texts.read(Texts.VALID);
    private static final Vocabulary VOCABULARY = Vocabulary.of(TRAINING);
    private static final int[] ANSWERS = Encoder.answerWords(VOCABULARY, TRAINING);

    private static int[] ids(String... words) {
        return List.of(words).stream().mapToInt(VOCABULARY::id).toArray();
    }

    @Test
    void answerWordsAreTheSortedIdsOfTheAnswers() {
        assertThat(ANSWERS).containsExactly(ids("attic", "barn", "lamp,rope")).isSorted();
        assertThat(Encoder.answerWords(VOCABULARY, Texts.readQuestions("1 who?\n2 who?\tzebra\n")))
                .isEmpty();
    }

    @Test
    void encodesWordsAndTarget() {
        Encoder encoder = new Encoder(VOCABULARY, false, ANSWERS);
        EncodedExample encoded = encoder.encode(TRAINING.get(1));

        assertThat(encoded.story()).hasNumberOfRows(3);
        assertThat(encoded.story()[0]).containsExactly(ids("ann", "walked", "to", "the", "barn"));
        assertThat(encoded.question()).containsExactly(ids("what", "does", "bob", "carry"));
        assertThat(encoder.answer(encoded.target())).isEqualTo("lamp,rope");
        assertThat(encoder.classCount()).isEqualTo(3);
    }

    @Test
    void unknownWordsKeepTheirPlaceAndUnknownAnswersAreNoClass() {
        Encoder encoder = new Encoder(VOCABULARY, false, ANSWERS);
        List<Example> foreign = Texts.readQuestions(
                "1 Ann saw the zebra there.\n2 Where is Zoe?\tzebra\t1\n3 Where?\n4 Where?\tann\n5 Where?\t<null>\n");

        List<EncodedExample> encoded = encoder.encode(foreign);

        assertThat(encoded.get(0).story()[0]).containsExactly(VOCABULARY.id("ann"), 0, VOCABULARY.id("the"), 0, 0);
        assertThat(encoded.get(0).question()).containsExactly(VOCABULARY.id("where"), VOCABULARY.id("is"), 0);
        assertThat(encoded).extracting(EncodedExample::target).containsOnly(-1);
    }

    @Test
    void theWholeVocabularyCanBeTheClassesAndUnknownAnswersAreStillNoClass() {
        Encoder encoder = new Encoder(
                VOCABULARY, false, IntStream.range(0, VOCABULARY.size()).toArray());

        assertThat(encoder.encode(TRAINING.get(0)).target()).isEqualTo(VOCABULARY.id("barn"));
        assertThat(encoder.encode(Texts.read("1 who?\tzebra\n").get(0)).target())
                .isEqualTo(-1);
        assertThat(encoder.answer(0)).isEqualTo(Vocabulary.NULL_WORD);
        assertThat(IntStream.range(0, encoder.classCount()).filter(c -> !encoder.canAnswer(c)))
                .containsExactly(0);
    }

    @Test
    void examplesShareTheirSentences() {
        Encoder encoder = new Encoder(VOCABULARY, false, ANSWERS);
        List<EncodedExample> encoded = encoder.encode(TRAINING);

        assertThat(encoded.get(1).story()[0]).isSameAs(encoded.get(0).story()[0]);
        for (int i = 0; i < encoded.size(); i++) {
            assertThat(encoded.get(i)).usingRecursiveComparison().isEqualTo(encoder.encode(TRAINING.get(i)));
        }
    }

    @Test
    void refusesAnswerWordsThatAreNoClasses() {
        for (int[] wrong : List.of(new int[] {1, 1}, new int[] {-1}, new int[] {VOCABULARY.size()})) {
            assertThatThrownBy(() -> new Encoder(VOCABULARY, false, wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("answer word " + wrong[wrong.length - 1]);
        }
        assertThatThrownBy(() -> new Encoder(VOCABULARY, false, ANSWERS).answer(3))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void keepsItsOwnAnswerWords() {
        int[] words = ANSWERS.clone();
        Encoder encoder = new Encoder(VOCABULARY, false, words);
        words[0] = 0;

        assertThat(encoder.answer(0)).isEqualTo("attic");
    }
}
