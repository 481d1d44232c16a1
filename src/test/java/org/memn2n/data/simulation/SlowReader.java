package org.memn2n.data.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Understands stories from their words alone, by searching backwards through the sentences; shares
 * nothing with {@link World}, {@link Event} and {@link Question}.
 */
final class SlowReader {
    private static final Pattern STATEMENT = Pattern.compile("(\\S+) (.+) the (\\S+)\\.");

    private final Lexicon lexicon;

    SlowReader(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    enum Verb {
        MOVE,
        TAKE,
        DROP
    }

    record Statement(int number, String person, Verb verb, String noun) {}

    /** A place and the numbers of the statements it follows from. */
    record Finding(String place, Set<Integer> because) {}

    Statement statement(int number, String text) {
        Matcher parts = STATEMENT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a statement: " + text);
        }
        return new Statement(number, parts.group(1), verb(parts.group(2)), parts.group(3));
    }

    /** Where the person or object is after these statements, oldest first. */
    Optional<Finding> find(String subject, List<Statement> statements) {
        return lexicon.people().contains(subject) ? findPerson(subject, statements) : findObject(subject, statements);
    }

    /** What does not fit together in these statements, oldest first. */
    List<String> contradictions(List<Statement> statements) {
        List<String> found = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            Statement now = statements.get(i);
            List<Statement> before = statements.subList(0, i);
            Optional<String> here = findPerson(now.person(), before).map(Finding::place);
            if (now.verb() == Verb.MOVE) {
                if (here.equals(Optional.of(now.noun()))) {
                    found.add(now + " is there already");
                }
                continue;
            }
            Optional<Statement> handling = lastHandling(now.noun(), before);
            Optional<String> there = findObject(now.noun(), before).map(Finding::place);
            boolean isHeld = handling.isPresent() && handling.get().verb() == Verb.TAKE;
            if (isHeld == (now.verb() == Verb.TAKE)) {
                found.add(now + " after " + handling);
            } else if (isHeld && !handling.get().person().equals(now.person())) {
                found.add(now + " is not the holder: " + handling);
            } else if (here.isPresent() && there.isPresent() && !here.equals(there)) {
                found.add(now + " is elsewhere: " + here + ", " + there);
            }
        }
        return found;
    }

    private static Optional<Finding> findPerson(String person, List<Statement> statements) {
        for (int i = statements.size() - 1; i >= 0; i--) {
            Statement statement = statements.get(i);
            if (statement.verb() == Verb.MOVE && statement.person().equals(person)) {
                return Optional.of(new Finding(statement.noun(), Set.of(statement.number())));
            }
        }
        return Optional.empty();
    }

    private static Optional<Finding> findObject(String object, List<Statement> statements) {
        Optional<Statement> handling = lastHandling(object, statements);
        if (handling.isEmpty()) {
            return Optional.empty();
        }
        Statement handled = handling.get();
        List<Statement> relevant =
                handled.verb() == Verb.TAKE ? statements : statements.subList(0, statements.indexOf(handled));
        return findPerson(handled.person(), relevant).map(carrier -> {
            Set<Integer> because = new TreeSet<>(carrier.because());
            because.add(handled.number());
            return new Finding(carrier.place(), because);
        });
    }

    private static Optional<Statement> lastHandling(String object, List<Statement> statements) {
        return statements.stream()
                .filter(statement ->
                        statement.verb() != Verb.MOVE && statement.noun().equals(object))
                .reduce((earlier, later) -> later);
    }

    private Verb verb(String phrase) {
        if (lexicon.moving().contains(phrase)) {
            return Verb.MOVE;
        }
        if (lexicon.taking().contains(phrase)) {
            return Verb.TAKE;
        }
        if (lexicon.dropping().contains(phrase)) {
            return Verb.DROP;
        }
        throw new IllegalArgumentException("unknown verb: " + phrase);
    }
}
