package org.memn2n.data.simulation.reading;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Answers a question from statements alone, oldest first, by plain rules, one a kind of question. Empty where the statements
 * do not give the answer. Knows nothing of the simulator.
 */
final class Deduction {
    private static final Set<Sense> WHEREABOUTS =
            EnumSet.of(Sense.GOES, Sense.IS_IN, Sense.IS_NOT_IN, Sense.IS_IN_EITHER);

    private final Language language;
    private final List<Said> told;

    Deduction(Language language, List<Said> told) {
        this.language = language;
        this.told = told;
    }

    Optional<String> answer(Said asked) {
        return switch (asked.sense()) {
            case WHERE_IS -> new Household(told).where(asked.a());
            case WHERE_WAS_OBJECT -> before(new Household(told).trail(asked.a()), asked.b());
            case WHERE_WAS_PERSON -> before(visits(asked.a()), asked.b());
            case IS_THERE ->
                last(said -> WHEREABOUTS.contains(said.sense()) && said.a().equals(asked.a()))
                        .flatMap(said -> isThere(said, asked.b()));
            case WHAT_LIES -> whatLies(asked);
            case WHAT_GAVE ->
                last(gift -> gift.sense() == Sense.GIVES
                                && gift.a().equals(asked.a())
                                && gift.c().equals(asked.b()))
                        .map(Said::b);
            case WHO_GAVE ->
                last(gift -> gives(gift, asked.a()) && fits(asked.b(), gift.c()))
                        .map(Said::a);
            case WHO_RECEIVED ->
                last(gift -> gives(gift, asked.a()) && fits(asked.b(), gift.a()))
                        .map(Said::c);
            case HOW_MANY -> new Household(told).hands(asked.a()).map(held -> language.numbers.get(held.size()));
            case WHAT_CARRIES ->
                new Household(told)
                        .hands(asked.a())
                        .map(held -> held.isEmpty() ? language.nothing : String.join(",", held));
            case WHAT_FEARS ->
                kind(asked.a())
                        .flatMap(kind -> last(
                                said -> said.sense() == Sense.FEAR && said.a().equals(kind)))
                        .map(Said::b);
            case WHICH_COLOUR -> colour(asked.a());
            case DOES_LIE ->
                new Chart(language, told)
                        .offset(asked.c(), asked.a())
                        .map(offset -> verdict(leads(language.direction(asked.b()), offset)));
            case IS_IT_SMALLER -> isSmaller(asked.a(), asked.b());
            case WHICH_WAY -> new Chart(language, told).way(asked.a(), asked.b());
            case WHERE_WILL_GO -> motive(asked.a()).map(language.goals::get);
            case WHY_GO -> motive(asked.a()).filter(motive -> asked.b().equals(language.goals.get(motive)));
            case WHY_GET -> motive(asked.a()).filter(motive -> asked.b().equals(language.wishes.get(motive)));
            default -> throw new IllegalArgumentException("no question: " + asked);
        };
    }

    private String verdict(boolean yes) {
        return yes ? language.yes : language.no;
    }

    private Optional<Said> last(Predicate<Said> fitting) {
        return told.stream().filter(fitting).reduce((earlier, later) -> later);
    }

    private static boolean gives(Said gift, String object) {
        return gift.sense() == Sense.GIVES && gift.b().equals(object);
    }

    /** Whether a part of a question that may be missing is this one. */
    private static boolean fits(String asked, String found) {
        return asked.isEmpty() || asked.equals(found);
    }

    private static Optional<String> before(List<String> places, String place) {
        int index = places.lastIndexOf(place);
        return index > 0 ? Optional.of(places.get(index - 1)) : Optional.empty();
    }

    private Optional<String> isThere(Said said, String place) {
        return switch (said.sense()) {
            case GOES, IS_IN -> Optional.of(verdict(said.b().equals(place)));
            case IS_NOT_IN -> said.b().equals(place) ? Optional.of(language.no) : Optional.empty();
            case IS_IN_EITHER ->
                Optional.of(said.b().equals(place) || said.c().equals(place) ? language.maybe : language.no);
            default -> Optional.empty();
        };
    }

    /** Where the person was, in the order of the times. */
    private List<String> visits(String person) {
        Map<Integer, String> byTime = new TreeMap<>();
        told.stream()
                .filter(said -> said.sense() == Sense.WENT_AT && said.a().equals(person))
                .forEach(said -> byTime.put(language.times.indexOf(said.c().toLowerCase(Locale.ROOT)), said.b()));
        return List.copyOf(byTime.values());
    }

    private Optional<String> whatLies(Said asked) {
        // "What is north of b" names the direction in a; "what is b north of" in c, which is south of b.
        boolean turned = asked.a().isEmpty();
        int way = language.direction(turned ? asked.c() : asked.a());
        int wanted = turned ? (way + 2) % 4 : way;
        for (int i = told.size() - 1; i >= 0; i--) {
            Said said = told.get(i);
            if (said.sense() == Sense.LIES) {
                int direction = language.direction(said.b());
                if (said.c().equals(asked.b()) && direction == wanted) {
                    return Optional.of(said.a());
                }
                if (said.a().equals(asked.b()) && (direction + 2) % 4 == wanted) {
                    return Optional.of(said.c());
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> kind(String name) {
        return last(said -> said.sense() == Sense.IS_A && said.a().equals(name)).map(Said::b);
    }

    private Optional<String> colour(String name) {
        Optional<String> kind = kind(name);
        return last(said -> said.sense() == Sense.IS_SOMEHOW
                        && kind.isPresent()
                        && kind(said.a()).equals(kind))
                .map(Said::b);
    }

    private Optional<String> motive(String person) {
        return last(said -> said.sense() == Sense.IS_SOMEHOW && said.a().equals(person))
                .map(Said::b);
    }

    private static boolean leads(int direction, int[] offset) {
        int[] step = Chart.STEPS.get(direction);
        return step[0] * offset[0] + step[1] * offset[1] > 0;
    }

    private Optional<String> isSmaller(String one, String other) {
        if (isBelow(one, other, new ArrayList<>())) {
            return Optional.of(language.yes);
        }
        return isBelow(other, one, new ArrayList<>()) ? Optional.of(language.no) : Optional.empty();
    }

    private boolean isBelow(String small, String large, List<String> seen) {
        seen.add(small);
        return told.stream()
                .filter(said -> said.sense() == Sense.IS_SMALLER && said.a().equals(small))
                .map(Said::b)
                .anyMatch(next -> next.equals(large) || (!seen.contains(next) && isBelow(next, large, seen)));
    }
}
