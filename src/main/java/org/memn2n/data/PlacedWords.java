package org.memn2n.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Words that carry their place: a sentence of n words gets n more, each a word together with its number in the sentence. The
 * sum of their vectors tells sentences apart that have the same words in another order, with nothing given beforehand about
 * what the order means.
 *
 * <p>They are written as the word, a tab and the number from 1, which no word of a text is.
 */
public final class PlacedWords {
    private static final char SEPARATOR = '\t';

    private PlacedWords() {}

    /** The placed words of a sentence, in order. */
    public static List<String> of(List<String> words) {
        List<String> placed = new ArrayList<>(words.size());
        for (int place = 1; place <= words.size(); place++) {
            placed.add(words.get(place - 1) + SEPARATOR + place);
        }
        return placed;
    }

    /** A word, placed or not, with the word itself replaced. */
    public static String replaced(String word, UnaryOperator<String> replacement) {
        String itself = word(word);
        return replacement.apply(itself) + word.substring(itself.length());
    }

    /** Whether a word carries its place. */
    public static boolean isPlaced(String word) {
        return word.indexOf(SEPARATOR) >= 0;
    }

    /** The word itself, without its place. */
    public static String word(String word) {
        int end = word.indexOf(SEPARATOR);
        return end < 0 ? word : word.substring(0, end);
    }
}
