package org.memn2n.data.simulation.language;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.memn2n.data.simulation.world.Noun;

/** What the things of one class are called, in each form that the class has in a language. */
final class Names {
    private final Noun noun;
    private final List<String> forms;
    private final List<Name> listed;
    /** The declensions of invented names, in turn. */
    private final List<Declension> regular;

    private final Set<String> listedWords;

    /** A listed name. */
    record Name(List<String> stems, Declension declension) {}

    /**
     * The names of a class.
     *
     * @param forms the titles of the forms, the first being the one that answers are given in
     * @param declensions those that the class has; invented names take those that need one stem
     * @param listedWords the stems, in small letters, of all classes of the lexicon, which no invented name may have; read
     *     when a name is asked for
     */
    Names(Noun noun, List<String> forms, List<Name> listed, List<Declension> declensions, Set<String> listedWords) {
        this.noun = noun;
        this.forms = List.copyOf(forms);
        this.listed = List.copyOf(listed);
        this.regular = declensions.stream()
                .filter(declension -> declension.stems() == 1)
                .toList();
        this.listedWords = listedWords;
    }

    /** The number of a form, or -1 if the class has none of this title. */
    int form(String title) {
        return forms.indexOf(title);
    }

    /** How many forms each name has. */
    int forms() {
        return forms.size();
    }

    /** How many names are listed. */
    int size() {
        return listed.size();
    }

    /** Whether there is a name for the thing of this number. */
    boolean has(int number) {
        return number < listed.size() || noun == Noun.NUMBER || (noun.isOpen() && !regular.isEmpty());
    }

    /** The name of the thing of this number in this form. */
    String name(int number, int form) {
        if (number < listed.size()) {
            Name name = listed.get(number);
            return name.declension().form(form, name.stems());
        }
        if (noun == Noun.NUMBER) {
            return Integer.toString(number);
        }
        int invented = number - listed.size();
        return regular.get(invented % regular.size()).form(form, List.of(invented(invented)));
    }

    private String invented(int number) {
        boolean capitalised = !listed.isEmpty()
                && Character.isUpperCase(listed.get(0).stems().get(0).codePointAt(0));
        String word = InventedWords.of(noun, number, capitalised);
        while (listedWords.contains(word.toLowerCase(Locale.ROOT))) {
            // No invented word ends in a consonant, so this one is new.
            word += "n";
        }
        return word;
    }
}
