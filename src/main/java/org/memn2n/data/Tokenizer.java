package org.memn2n.data;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Splits text of any language into words.
 *
 * <p>Words are lower-cased, in Unicode normal form C, and parted by white space. Sentence punctuation and
 * quotation marks are taken off both ends of a word; inside a word everything stays, so {@code don't},
 * {@code well-known} and {@code s,e} are one word each. A language without white space gives one word per
 * sentence unless its text is split beforehand.
 */
public final class Tokenizer {
    private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}+");

    /** Marks that ask; a sentence that ends in one is a question. */
    private static final String QUESTION_MARKS = "?"
            + "\u037E" // Greek
            + "\u055E" // Armenian
            + "\u061F" // Arabic
            + "\u1367" // Ethiopic
            + "\u2047\u2048\u2049\u203D" // doubled, and joined with an exclamation mark
            + "\uFE56\uFF1F"; // small and full width

    private static final String PUNCTUATION = QUESTION_MARKS
            + ".!,;:\u2026"
            + "\u00A1\u00BF" // inverted
            + "\u0589\u055C\u055D" // Armenian
            + "\u060C\u061B\u06D4" // Arabic, Urdu
            + "\u0964\u0965" // danda, double danda
            + "\u104A\u104B" // Myanmar
            + "\u1361\u1362\u1363\u1364\u1365\u1366\u1368" // Ethiopic
            + "\u17D4\u17D5" // Khmer
            + "\u203C"
            + "\u3001\u3002" // ideographic comma and full stop
            + "\uFF01\uFF0C\uFF0E\uFF1A\uFF1B\uFF61\uFF64"; // full and half width

    private static final String QUOTES = "\"'`\u00B4\u00AB\u00BB"
            + "\u2018\u2019\u201A\u201B\u201C\u201D\u201E\u201F\u2039\u203A"
            + "\u300C\u300D\u300E\u300F\uFF02\uFF07\uFF62\uFF63";

    private static final String STRIPPED = PUNCTUATION + QUOTES;

    private Tokenizer() {}

    /** The words of a text in their order; none when it holds only white space and punctuation. */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String token : WHITE_SPACE.split(normal(text), -1)) {
            String word = stripped(token);
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return List.copyOf(words);
    }

    /**
     * The form in which answers are compared: lower-cased, trimmed, runs of white space made one space.
     * Punctuation stays, for an answer such as {@code apple,football} is one answer.
     */
    public static String answer(String text) {
        return WHITE_SPACE.matcher(normal(text)).replaceAll(" ").strip();
    }

    /** Whether the text ends, apart from white space, in the question mark of some script. */
    public static boolean isQuestion(String text) {
        String trimmed = text.strip();
        return !trimmed.isEmpty() && QUESTION_MARKS.indexOf(trimmed.charAt(trimmed.length() - 1)) >= 0;
    }

    private static String normal(String text) {
        return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    private static String stripped(String token) {
        int from = 0;
        int to = token.length();
        while (from < to && STRIPPED.indexOf(token.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && STRIPPED.indexOf(token.charAt(to - 1)) >= 0) {
            to--;
        }
        return token.substring(from, to);
    }
}
