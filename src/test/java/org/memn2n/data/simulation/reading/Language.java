package org.memn2n.data.simulation.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the reader knows of a language: sentences that it understands and common sense, written without the lexicons. */
final class Language {
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Said> read = new HashMap<>();

    /** From the earliest to the latest. */
    List<String> times = List.of();
    /** North or above, then clockwise; letters of routes in the same order. */
    Map<String, Integer> directions = Map.of();

    List<String> letters = List.of();
    String yes = "";
    String no = "";
    String maybe = "";
    String nothing = "";
    List<String> numbers = List.of();
    /** Where motives lead to, and what is got there. */
    Map<String, String> goals = Map.of();

    Map<String, String> wishes = Map.of();
    private UnaryOperator<String> singular = UnaryOperator.identity();

    private record Rule(Sense sense, Pattern pattern) {}

    /** A sentence with groups named a, b, c; the first pattern that matches counts. */
    Language understands(Sense sense, String... patterns) {
        for (String pattern : patterns) {
            rules.add(new Rule(sense, Pattern.compile(pattern)));
        }
        return this;
    }

    Language singularOfKinds(UnaryOperator<String> rule) {
        singular = rule;
        return this;
    }

    /** The number of the direction of this name. */
    int direction(String name) {
        return Objects.requireNonNull(directions.get(name), name);
    }

    /** The sentence, or a complaint that it makes no sense. */
    Said read(int line, String sentence) {
        return read.computeIfAbsent(sentence, this::parsed).at(line);
    }

    private Said parsed(String sentence) {
        for (Rule rule : rules) {
            Matcher matcher = rule.pattern().matcher(sentence);
            if (matcher.matches()) {
                Said said = new Said(0, rule.sense(), part(matcher, "a"), part(matcher, "b"), part(matcher, "c"));
                return rule.sense() == Sense.FEAR
                        ? new Said(0, Sense.FEAR, singular.apply(said.a()), singular.apply(said.b()), "")
                        : said;
            }
        }
        throw new IllegalArgumentException("not understood: " + sentence);
    }

    /** The words of a group, with those of the group of the same name and a 2 where the pattern has one. */
    private static String part(Matcher matcher, String name) {
        String all = matcher.pattern().pattern();
        if (!all.contains("(?<" + name + ">")) {
            return "";
        }
        String words = Optional.ofNullable(matcher.group(name)).orElse("");
        return all.contains("(?<" + name + "2>") ? words + " " + matcher.group(name + "2") : words;
    }
}
