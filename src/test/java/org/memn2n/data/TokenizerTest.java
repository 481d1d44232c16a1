package org.memn2n.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Where is Mary? | where is mary",
                "Don't touch the well-known dogs' bowl! | don't touch the well-known dogs bowl",
                "\"Hello,\" said Ann; \u00ABoui\u00BB. | hello said ann oui",
                "\u00BFD\u00F3nde est\u00E1? | d\u00F3nde est\u00E1",
                "\u092E\u0948\u0930\u0940 \u0915\u0939\u093E\u0901 \u0939\u0948\u0964"
                        + " | \u092E\u0948\u0930\u0940 \u0915\u0939\u093E\u0901 \u0939\u0948",
                "\u5F20\u4E09 \u5728 \u54EA\u91CC\uFF1F | \u5F20\u4E09 \u5728 \u54EA\u91CC",
                "one\u00A0two\u3000three\u2003four | one two three four",
                "from s,e to 3.5 | from s,e to 3.5",
                "a - b | a - b",
                "TITLE I | title i",
            })
    void splitsTextOfAnyLanguage(String text, String words) {
        assertThat(Tokenizer.words(text)).containsExactly(words.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\u00A0", "?", " . ! \u0964 \" '' "})
    void textWithoutWordsHasNone(String text) {
        assertThat(Tokenizer.words(text)).isEmpty();
    }

    @Test
    void composedAndDecomposedTextGiveEqualWords() {
        String text = "\u00C9l\u00E8ve \u0958\u093C \u0130\u015F \u1E69 \uAC01";
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);

        assertThat(decomposed).isNotEqualTo(text);
        assertThat(Tokenizer.words(decomposed)).isEqualTo(Tokenizer.words(text));
        assertThat(Tokenizer.words(decomposed)).allMatch(word -> Normalizer.isNormalized(word, Normalizer.Form.NFC));
    }

    @Test
    void answersKeepTheirPunctuationAndStayOneString() {
        assertThat(Tokenizer.answer(" Apple,Football ")).isEqualTo("apple,football");
        assertThat(Tokenizer.answer("New\u00A0 York.")).isEqualTo("new york.");
        assertThat(Tokenizer.answer(" \t ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Where? ", "\u0623\u064A\u0646\u061F", "\u54EA\u91CC\uFF1F", "\u03A0\u03BF\u03CD\u037E", "?"})
    void knowsTheQuestionMarksOfManyScripts(String text) {
        assertThat(Tokenizer.isQuestion(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Mary left.", "what? no", "\u092E\u0948\u0930\u0940\u0964"})
    void statementsAreNoQuestions(String text) {
        assertThat(Tokenizer.isQuestion(text)).isFalse();
    }

    @Test
    void sentencesKeepTheirTextAsWritten() {
        assertThat(Sentence.of("  Where is Mary? "))
                .isEqualTo(new Sentence("Where is Mary?", java.util.List.of("where", "is", "mary")));
    }
}
