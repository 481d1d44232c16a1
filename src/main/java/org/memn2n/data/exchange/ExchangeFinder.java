package org.memn2n.data.exchange;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.Example;
import org.memn2n.data.exchange.WordStatistics.Fact;
import org.memn2n.data.exchange.WordStatistics.View;

/**
 * Finds which words can be exchanged: those after whose exchange no fact of {@link WordStatistics} would be more or less
 * frequent than before, as far as the examples can tell (a test of two proportions for each fact).
 *
 * <p>Where two words differ only in their company, as {@code north} and {@code south} do in the answers {@code n} and
 * {@code s} that come with them, the company is exchanged too, up to {@link #MOST_PAIRS} pairs at once.
 *
 * <p>Facts do not tell everything. {@code yes} and {@code no} come in the same company, and exchanging them would make every
 * answer wrong; so would {@code mouse} and {@code cat} where a story tells of cats and asks for a cat. So a word moves alone
 * only when it is a name: it is in statements and in questions or answers, and it is never an answer that the example does
 * not name. Words that move together are in statements and in questions or answers among them.
 */
final class ExchangeFinder {
    /**
     * Words of fewer stories show too little of their company: in so many, frequencies of 0 and 0.4 are just five standard
     * deviations apart.
     */
    private static final int FEWEST_STORIES = 50;

    /** In so many questions or answers at least a name is asked for. */
    private static final int FEWEST_ASKED = 10;

    /**
     * Standard deviations between two frequencies from which on they differ: more than the usual two, because some ten
     * thousand frequencies are compared.
     */
    private static final double DIFFERENT = 5;

    /** The most pairs that move together: four directions are two in the text and two in the answers. */
    private static final int MOST_PAIRS = 4;

    /** Among more words than these, the most frequent, exchanges of several pairs are looked for: all pairs are tried. */
    private static final int MOST_LINKED = 100;

    /** How many words are tried as the partner of one that has to move along. */
    private static final int TRIED_PARTNERS = 4;

    private final WordStatistics statistics;
    private final SortedSet<String> frequent;

    private ExchangeFinder(WordStatistics statistics) {
        this.statistics = statistics;
        this.frequent = statistics.words().stream()
                .filter(word -> statistics.counts(word, View.QUESTION).stories() >= FEWEST_STORIES)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What can be exchanged in these examples, all of which have an answer. */
    static WordExchanges find(List<Example> examples) {
        ExchangeFinder finder = new ExchangeFinder(new WordStatistics(examples));
        List<List<String>> classes = finder.classes();
        return new WordExchanges(classes, finder.linked(classes));
    }

    private int told(String word) {
        return statistics.counts(word, View.STATEMENT).stories();
    }

    /** Whether questions ask for the word as the story tells it. */
    private boolean isName(String word) {
        return told(word) >= FEWEST_STORIES
                && statistics.asked(word) >= FEWEST_ASKED
                && !statistics.answeredUntold(word);
    }

    /** Words of which any two can be exchanged alone. */
    private List<List<String>> classes() {
        List<List<String>> classes = new ArrayList<>();
        for (String word : frequent) {
            if (!isName(word)) {
                continue;
            }
            List<String> home = classes.stream()
                    .filter(members ->
                            members.stream().allMatch(member -> violated(WordExchange.of(word, member)) == null))
                    .findFirst()
                    .orElseGet(() -> {
                        classes.add(new ArrayList<>());
                        return classes.get(classes.size() - 1);
                    });
            home.add(word);
        }
        return classes.stream().filter(members -> members.size() > 1).toList();
    }

    /** Exchanges of several pairs of which none can be exchanged alone. */
    private List<WordExchange> linked(List<List<String>> classes) {
        Set<String> free = new HashSet<>();
        classes.forEach(free::addAll);
        List<String> others = frequent.stream()
                .filter(word -> !free.contains(word))
                .sorted(Comparator.<String>comparingInt(
                                word -> -statistics.counts(word, View.QUESTION).stories())
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_LINKED)
                .sorted()
                .toList();
        List<WordExchange> found = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            for (int j = i + 1; j < others.size(); j++) {
                WordExchange pair = WordExchange.of(others.get(i), others.get(j));
                if (found.stream()
                        .noneMatch(known -> known.images()
                                .entrySet()
                                .containsAll(pair.images().entrySet()))) {
                    WordExchange whole = completed(pair, free);
                    if (whole != null && whole.moved().size() > pair.moved().size() && toldAndAsked(whole)) {
                        found.add(whole);
                    }
                }
            }
        }
        return found;
    }

    private boolean toldAndAsked(WordExchange exchange) {
        return exchange.moved().stream().anyMatch(word -> told(word) >= FEWEST_STORIES)
                && exchange.moved().stream().anyMatch(word -> statistics.asked(word) >= FEWEST_ASKED);
    }

    /** The exchange with whatever has to move along, or null when there is none. */
    private @Nullable WordExchange completed(WordExchange exchange, Set<String> free) {
        Violation violation = violated(exchange);
        if (violation == null) {
            return exchange;
        }
        String alone = violation.alone(exchange);
        if (exchange.moved().size() >= 2 * MOST_PAIRS
                || !frequent.contains(alone)
                || free.contains(alone)
                || exchange.moved().contains(alone)) {
            return null;
        }
        return partners(violation, exchange, free).stream()
                .map(partner -> completed(exchange.and(alone, partner), free))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Words that could take the place of the one that has to move, the likeliest first. */
    private List<String> partners(Violation violation, WordExchange exchange, Set<String> free) {
        Fact fact = violation.fact();
        String alone = violation.alone(exchange);
        FactCounts own = statistics.counts(violation.word(), violation.view());
        double wanted = own.frequency(fact);
        record Partner(String word, double distance) {}
        List<Partner> possible = new ArrayList<>();
        for (String word : frequent) {
            if (word.equals(alone) || exchange.moved().contains(word) || free.contains(word)) {
                continue;
            }
            WordExchange tried = exchange.and(alone, word);
            FactCounts counts = statistics.counts(tried.image(violation.word()), violation.view());
            Fact image = fact.under(tried.images());
            if (own.difference(fact, counts, image) <= DIFFERENT) {
                possible.add(new Partner(word, Math.abs(wanted - counts.frequency(image))));
            }
        }
        return possible.stream()
                .sorted(Comparator.comparingDouble(Partner::distance))
                .limit(TRIED_PARTNERS)
                .map(Partner::word)
                .toList();
    }

    /** A fact of a word whose frequency the exchange would change. */
    private record Violation(String word, View view, Fact fact) {
        /** What has to move too: the word that the fact names, or where that moves already, the word itself. */
        String alone(WordExchange exchange) {
            return exchange.moved().contains(word) ? fact.other() : word;
        }

        /** Decides between equals of one word and view: facts come in the order of a hash table. */
        boolean precedes(@Nullable Violation other) {
            return other != null && word.equals(other.word) && view == other.view && fact.compareTo(other.fact) < 0;
        }
    }

    /**
     * The fact whose frequency would change most, or null when none would. A fact that names no word comes first: no company
     * that is exchanged too can mend it.
     */
    private @Nullable Violation violated(WordExchange exchange) {
        Violation worst = null;
        double most = DIFFERENT;
        for (String word : exchange.moved()) {
            for (View view : View.values()) {
                FactCounts own = statistics.counts(word, view);
                FactCounts other = statistics.counts(exchange.image(word), view);
                for (Fact fact : own.facts("")) {
                    if (own.difference(fact, other, fact) > DIFFERENT) {
                        return new Violation(word, view, fact);
                    }
                }
            }
        }
        for (String word : frequent) {
            boolean moves = exchange.moved().contains(word);
            for (View view : View.values()) {
                FactCounts own = statistics.counts(word, view);
                FactCounts other = statistics.counts(exchange.image(word), view);
                Collection<Fact> facts = moves ? own.facts() : facts(own, exchange.moved());
                for (Fact fact : facts) {
                    double difference = own.difference(fact, other, fact.under(exchange.images()));
                    if (difference >= most) {
                        Violation found = new Violation(word, view, fact);
                        if (difference > most || found.precedes(worst)) {
                            most = difference;
                            worst = found;
                        }
                    }
                }
            }
        }
        return worst;
    }

    /** The facts that name one of these words: those of a word that stays where it is may change through them. */
    private static List<Fact> facts(FactCounts counts, Set<String> named) {
        return named.stream().flatMap(word -> counts.facts(word).stream()).toList();
    }
}
