package org.memn2n.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.memn2n.testkit.Stories;

class PlacedWordsTest {
    private static final List<Example> EXAMPLES =
            Stories.read("1 Mary went to Rome.\n2 Where is Mary?\tRome\t1\n3 Rome went.\n4 Where is Mary?\tRome\t1\n");

    private static Encoder encoder(Vocabulary vocabulary, boolean placedWords) {
        return new Encoder(
                vocabulary, placedWords, IntStream.range(0, vocabulary.size()).toArray());
    }

    private static Vocabulary vocabulary() {
        Set<String> placed = new TreeSet<>();
        EXAMPLES.get(1).story().forEach(sentence -> placed.addAll(PlacedWords.of(sentence.words())));
        return Vocabulary.of(EXAMPLES, placed);
    }

    private static List<String> written(Encoder encoder, Vocabulary vocabulary, String sentence) {
        return Arrays.stream(encoder.words(Sentence.of(sentence)))
                .mapToObj(vocabulary::word)
                .toList();
    }

    @Test
    void aWordIsAnotherAtEachPlace() {
        List<String> placed = PlacedWords.of(List.of("a", "b", "a"));
        assertThat(placed).doesNotHaveDuplicates().hasSize(3);
        assertThat(placed).extracting(PlacedWords::word).containsExactly("a", "b", "a");
        assertThat(PlacedWords.word("plain")).isEqualTo("plain");
        assertThat(PlacedWords.replaced(placed.get(2), word -> word + "x"))
                .isEqualTo(PlacedWords.of(List.of("", "", "ax")).get(2));
        assertThat(PlacedWords.of(List.of())).isEmpty();
    }

    @Test
    void noWordOfATextIsAPlacedWord() {
        for (String placed : PlacedWords.of(List.of("mary", "1", "x"))) {
            assertThat(Tokenizer.words(placed)).doesNotContain(placed);
            assertThat(Tokenizer.answer(placed)).isNotEqualTo(placed);
        }
    }

    @Test
    void sentencesGetTheirKnownPlacedWordsAfterTheirWords() {
        Vocabulary vocabulary = vocabulary();
        Encoder encoder = encoder(vocabulary, true);
        assertThat(written(encoder, vocabulary, "Mary went to Rome."))
                .containsExactly("mary", "went", "to", "rome", "mary\t1", "went\t2", "to\t3", "rome\t4");
        assertThat(written(encoder, vocabulary, "Rome, Mary Paris"))
                .as("mary was never second, and Paris is unknown")
                .containsExactly("rome", "mary", Vocabulary.NULL_WORD, "rome\t1");
        assertThat(written(encoder(vocabulary, false), vocabulary, "Mary went")).containsExactly("mary", "went");
    }

    @Test
    void aPlacedWordAnswersAsTheWordItself() {
        Vocabulary vocabulary = vocabulary();
        assertThat(encoder(vocabulary, true).answer(vocabulary.id("rome\t4"))).isEqualTo("rome");
    }
}
