package org.memn2n.data.simulation.language;

import java.util.List;
import java.util.Locale;
import org.memn2n.data.simulation.world.Noun;

/** Words that no language has, for things that a lexicon lists no names of: any number of them, all different. */
final class InventedWords {
    private static final List<Noun> CLASSES = List.of(Noun.values());
    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final int SYLLABLES = CONSONANTS.length() * VOWELS.length();
    private static final int FEWEST_SYLLABLES = 3;

    /** Steps between neighbouring words, without a common divisor with {@link #SYLLABLES}, so that they look different. */
    private static final int STRIDE = 33;

    private InventedWords() {}

    /** The word of this number for a class; words of different classes differ, too. */
    static String of(Noun noun, int number, boolean capitalised) {
        long rest = (long) number * CLASSES.size() + CLASSES.indexOf(noun);
        StringBuilder word = new StringBuilder();
        long carried = 0;
        while (rest > 0 || word.length() < 2 * FEWEST_SYLLABLES) {
            // Each digit is moved on by the one before, which can be undone, so different numbers stay different.
            long syllable = (rest % SYLLABLES * STRIDE + carried) % SYLLABLES;
            word.append(CONSONANTS.charAt((int) (syllable / VOWELS.length())));
            word.append(VOWELS.charAt((int) (syllable % VOWELS.length())));
            carried = syllable * STRIDE + 1;
            rest /= SYLLABLES;
        }
        String text = word.toString();
        return capitalised ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) : text;
    }
}
