package org.memn2n.data.exchange;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells text in the bAbI format with other words, capital letters and all. */
final class Retelling {
    private static final Pattern WORD = Pattern.compile("\\p{L}+");
    private static final Pattern SENTENCE_START = Pattern.compile(".*(^|[\\d] )", Pattern.DOTALL);

    /** How a word is written within a sentence: as a name, or in small letters. */
    private final Map<String, String> written = new HashMap<>();

    /** For words that are somewhere in this text. */
    Retelling(String text) {
        text.lines()
                .forEach(line -> words(line).results().forEach(word -> {
                    boolean first = SENTENCE_START
                            .matcher(line.substring(0, word.start()))
                            .matches();
                    String small = word.group().toLowerCase(Locale.ROOT);
                    if (!first) {
                        written.put(small, word.group());
                    }
                }));
    }

    private static Matcher words(String line) {
        return WORD.matcher(line);
    }

    /** A line with these words in the place of others. */
    String line(String line, Map<String, String> images) {
        return words(line).replaceAll(word -> {
            String small = word.group().toLowerCase(Locale.ROOT);
            String image = images.getOrDefault(small, small);
            String form = written.getOrDefault(image, image);
            boolean first =
                    SENTENCE_START.matcher(line.substring(0, word.start())).matches();
            return first ? form.substring(0, 1).toUpperCase(Locale.ROOT) + form.substring(1) : form;
        });
    }
}
