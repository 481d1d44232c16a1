package org.memn2n.data;

import java.util.List;

/**
 * A statement or a question.
 *
 * @param text as written, without white space at its ends
 * @param words its words as {@link Tokenizer#words} gives them
 */
public record Sentence(String text, List<String> words) {
    /** Keeps an unchangeable list of the words. */
    public Sentence {
        words = List.copyOf(words);
    }

    /** The sentence that this text writes. */
    public static Sentence of(String text) {
        return new Sentence(text.strip(), Tokenizer.words(text));
    }
}
