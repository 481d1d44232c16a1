package org.memn2n.data.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of the stories. A person, place or object of a {@link World} is called by the word at its number.
 *
 * <p>Names of people, places and objects are single words of letters; all of them differ, also when
 * written in lower case, so that a reader can tell them apart. A verb phrase is one or more words; the phrases of one
 * list mean the same, and no phrase is in two lists.
 *
 * @param people names of people, as in "Emma"
 * @param places names of places, as in "kitchen"
 * @param objects names of objects, as in "lamp"
 * @param moving what comes between a person and "the kitchen" when the person goes there
 * @param taking what comes between a person and "the lamp" when the person takes it
 * @param dropping what comes between a person and "the lamp" when the person drops it
 */
public record Lexicon(
        List<String> people,
        List<String> places,
        List<String> objects,
        List<String> moving,
        List<String> taking,
        List<String> dropping) {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}]+");
    private static final Pattern PHRASE = Pattern.compile("[\\p{L}\\p{M}]+( [\\p{L}\\p{M}]+)*");
    private static final Lexicon ENGLISH = new Lexicon(
            words("Emma Oscar Nora Hugo Clara Felix Ruth Simon Grace Leo Ivy Paul Maya Victor Helen Adam"),
            words("kitchen library cellar attic garage balcony pantry workshop nursery stable orchard terrace"
                    + " laundry lounge barn chapel"),
            words("lamp book key basket umbrella hammer pillow ticket guitar blanket bottle ladder camera candle"
                    + " teapot mirror"),
            List.of("walked to", "went to", "moved to", "headed to", "ran to", "hurried to"),
            List.of("took", "picked up", "got", "lifted", "collected"),
            List.of("dropped", "put down", "left", "set down", "let go of"));

    /**
     * Copies and checks the lists. Lists of people, places and objects may be empty.
     *
     * @throws SimulationSettingsException if a word is malformed or appears twice, or a list of verbs is empty
     */
    public Lexicon {
        people = List.copyOf(people);
        places = List.copyOf(places);
        objects = List.copyOf(objects);
        moving = List.copyOf(moving);
        taking = List.copyOf(taking);
        dropping = List.copyOf(dropping);
        Set<String> names = new HashSet<>();
        check("people", people, NAME, names);
        check("places", places, NAME, names);
        check("objects", objects, NAME, names);
        Set<String> phrases = new HashSet<>();
        checkVerbs("moving", moving, phrases);
        checkVerbs("taking", taking, phrases);
        checkVerbs("dropping", dropping, phrases);
    }

    /** Sixteen people, places and objects, and five or six phrases for each event, in simple English. */
    public static Lexicon english() {
        return ENGLISH;
    }

    private static List<String> words(String spaced) {
        return List.of(spaced.split(" ", -1));
    }

    private static void checkVerbs(String list, List<String> phrases, Set<String> seen) {
        if (phrases.isEmpty()) {
            throw new SimulationSettingsException("the lexicon has no verbs for " + list + "; give at least one");
        }
        check(list, phrases, PHRASE, seen);
    }

    private static void check(String list, List<String> words, Pattern form, Set<String> seen) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!form.matcher(word).matches()) {
                throw new SimulationSettingsException("word " + i + " of " + list + " in the lexicon is \"" + word
                        + "\"; use letters only" + (form == PHRASE ? ", with single spaces between words" : ""));
            }
            if (!seen.add(word.toLowerCase(Locale.ROOT))) {
                throw new SimulationSettingsException(
                        "word " + i + " of " + list + ", \"" + word + "\", is in the lexicon twice; remove one");
            }
        }
    }
}
