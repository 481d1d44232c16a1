package org.memn2n.data.simulation.language;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.memn2n.data.DataException;
import org.memn2n.data.Place;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.SentenceKind;

/**
 * Makes wordings out of the rules of a lexicon. A rule lists alternatives; in them {@code {rule}} stands for any
 * alternative of another rule, {@code {person}} for the name of the sentence's person, {@code {person2}} for that of the
 * second one, and {@code {person.form}} for the name in another form. All combinations are written out beforehand.
 */
final class GrammarBuilder {
    private static final Pattern SLOT = Pattern.compile("\\{([a-z]+(?:-[a-z]+)*)([2-9])?(?:\\.([a-z]+))?\\}");
    private static final int MOST_WORDINGS = 100_000;

    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private String last = "";

    private record Rule(List<String> alternatives, Place place) {}

    /** Adds a rule, in place of one of the same name. */
    void add(String name, List<String> alternatives, Place place) {
        rules.put(name, new Rule(new ArrayList<>(alternatives), place));
        last = name;
    }

    /** Adds alternatives to the last rule. */
    void addToLast(List<String> alternatives, Place place) {
        Rule rule = rules.get(last);
        if (rule == null) {
            throw DataException.at(place, "wordings of no rule", "name = wording before them");
        }
        rule.alternatives().addAll(alternatives);
    }

    /** The wordings of all kinds of sentences that there are rules for. */
    Map<SentenceKind, List<Wording>> build(Map<Noun, Names> names) {
        Map<SentenceKind, List<Wording>> wordings = new EnumMap<>(SentenceKind.class);
        Map<String, SentenceKind> meanings = new HashMap<>();
        for (SentenceKind kind : SentenceKind.values()) {
            Rule rule = rules.get(kind.title());
            if (rule != null) {
                List<String> texts = new ArrayList<>();
                rule.alternatives().forEach(text -> expand(text, rule.place(), texts, 0));
                if (texts.stream().anyMatch(String::isBlank)) {
                    throw DataException.at(
                            rule.place(),
                            "an empty wording for " + kind.title(),
                            "words, and a bar only between wordings");
                }
                texts.forEach(text -> checkMeaning(text, kind, meanings, rule.place()));
                wordings.put(
                        kind,
                        texts.stream()
                                .map(text -> wording(text, kind, names, rule.place()))
                                .toList());
            }
        }
        return wordings;
    }

    private static void checkMeaning(String text, SentenceKind kind, Map<String, SentenceKind> meanings, Place place) {
        SentenceKind other = meanings.put(text, kind);
        if (other != null && other != kind) {
            throw DataException.at(
                    place,
                    DataException.quote(text) + " for " + kind.title() + " and for " + other.title(),
                    "wordings that mean one thing");
        }
    }

    /** Adds all texts in which alternatives stand for the names of rules. */
    private void expand(String text, Place place, List<String> expanded, int depth) {
        Matcher slot = SLOT.matcher(text);
        for (int from = 0; slot.find(from); from = slot.end()) {
            Rule rule = rules.get(slot.group(1));
            if (rule != null && LexiconReader.noun(slot.group(1)).isEmpty()) {
                if (depth == rules.size()) {
                    throw DataException.at(place, "a rule that leads back to itself", "rules that end in words");
                }
                for (String alternative : rule.alternatives()) {
                    expand(
                            text.substring(0, slot.start()) + alternative + text.substring(slot.end()),
                            place,
                            expanded,
                            depth + 1);
                }
                return;
            }
        }
        expanded.add(text);
        if (expanded.size() > MOST_WORDINGS) {
            throw DataException.at(place, "more than " + MOST_WORDINGS + " wordings", "fewer alternatives");
        }
    }

    private static Wording wording(String text, SentenceKind kind, Map<Noun, Names> names, Place place) {
        List<Wording.Part> parts = new ArrayList<>();
        Matcher slot = SLOT.matcher(text);
        int end = 0;
        while (slot.find()) {
            addText(text.substring(end, slot.start()), place, parts);
            parts.add(slot(slot, kind, names)
                    .orElseThrow(() -> DataException.at(
                            place,
                            slot.group() + " in " + DataException.quote(text),
                            "a rule, or one of " + arguments(kind) + ", of which " + kind.title()
                                    + " tells, with a form that its class has")));
            end = slot.end();
        }
        addText(text.substring(end), place, parts);
        return new Wording(parts);
    }

    private static void addText(String text, Place place, List<Wording.Part> parts) {
        if (text.contains("{") || text.contains("}") || text.chars().anyMatch(Character::isISOControl)) {
            throw DataException.at(place, DataException.quote(text), "words, {name}, {name2} or {name.form}");
        }
        if (!text.isEmpty()) {
            parts.add(new Wording.Text(text));
        }
    }

    private static Optional<Wording.Part> slot(Matcher slot, SentenceKind kind, Map<Noun, Names> names) {
        Noun noun = LexiconReader.noun(slot.group(1)).orElse(null);
        if (noun == null || !names.containsKey(noun)) {
            return Optional.empty();
        }
        int left = slot.group(2) == null ? 1 : Integer.parseInt(slot.group(2));
        Names found = names.get(noun);
        int form = slot.group(3) == null ? 0 : found.form(slot.group(3));
        for (int argument = 0; argument < kind.arguments().size(); argument++) {
            left -= kind.arguments().get(argument) == noun ? 1 : 0;
            if (left == 0 && form >= 0) {
                return Optional.of(new Wording.Slot(argument, form));
            }
        }
        return Optional.empty();
    }

    private static List<String> arguments(SentenceKind kind) {
        List<String> titles = new ArrayList<>();
        for (Noun noun : kind.arguments()) {
            titles.add(
                    titles.contains("{" + noun.title() + "}") ? "{" + noun.title() + "2}" : "{" + noun.title() + "}");
        }
        return titles;
    }
}
