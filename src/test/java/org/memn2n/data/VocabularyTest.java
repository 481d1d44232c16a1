package org.memn2n.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocabularyTest {
    private static final Vocabulary SMALL =
            Vocabulary.of(Texts.read("1 Bob took milk.\n2 What did Bob take?\tMilk,Apple\t1\n"));

    @Test
    void holdsTheWordsOfStoriesQuestionsAndAnswersInSortedOrder() {
        assertThat(SMALL.lines()).containsExactly("<null>", "bob", "did", "milk", "milk,apple", "take", "took", "what");
        assertThat(SMALL.size()).isEqualTo(8);
    }

    @Test
    void namesWordsBothWays() {
        for (int id = 1; id < SMALL.size(); id++) {
            assertThat(SMALL.id(SMALL.word(id))).isEqualTo(id);
            assertThat(SMALL.knows(SMALL.word(id))).isTrue();
        }
        assertThat(SMALL.id("zebra")).isZero();
        assertThat(SMALL.knows("zebra")).isFalse();
        assertThat(SMALL.knows(Vocabulary.NULL_WORD)).isFalse();
        assertThatThrownBy(() -> SMALL.word(8)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void noExamplesGiveTheNullWordOnly() {
        assertThat(Vocabulary.of(List.of()).lines()).containsExactly("<null>");
    }

    @Test
    void aTextThatWritesTheNullWordDoesNotDoubleIt() {
        Vocabulary vocabulary = Vocabulary.of(Texts.read("1 a <null> b\n2 who?\t<null>\n"));

        assertThat(vocabulary.lines()).containsExactly("<null>", "a", "b", "who");
    }

    @Test
    void linesReadBackGiveTheSameVocabulary() {
        assertThat(Vocabulary.ofLines(SMALL.lines(), "v").lines()).isEqualTo(SMALL.lines());
    }

    @ParameterizedTest
    @CsvSource({
        "'a;b', 'v:1: found \"a\", expected <null>'",
        "'', 'v:1: found \"\", expected <null>'",
        "'<null>;a;;b', 'v:3: found an empty line'",
        "'<null>;a;b;a', 'v:4: found \"a\" again, after line 2'",
        "'<null>;<null>', 'v:2: found \"<null>\" again, after line 1'",
    })
    void refusesDamagedLines(String lines, String message) {
        assertThatThrownBy(() -> Vocabulary.ofLines(List.of(lines.split(";", -1)), "v"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesNoLines() {
        assertThatThrownBy(() -> Vocabulary.ofLines(List.of(), "v"))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("v: found no words");
    }
}
