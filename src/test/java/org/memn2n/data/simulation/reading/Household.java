package org.memn2n.data.simulation.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who went where and did what with which object, as far as statements tell it. */
final class Household {
    private final Map<String, String> placeOfPerson = new HashMap<>();
    private final Map<String, String> holder = new HashMap<>();
    private final Map<String, String> placeOfObject = new HashMap<>();
    private final Map<String, List<String>> trails = new HashMap<>();
    private final Map<String, Set<String>> hands = new HashMap<>();
    private final List<String> contradictions = new ArrayList<>();
    /** Whom "she", "he" or "they" means. */
    private List<String> meant = List.of();

    Household(List<Said> told) {
        told.forEach(this::hear);
        if (told.stream().anyMatch(said -> said.sense() == Sense.IS_SOMEHOW)) {
            // Between one motive and the next people come and go, and there is juice for everybody.
            contradictions.clear();
        }
    }

    private void hear(Said said) {
        switch (said.sense()) {
            case GOES -> go(List.of(said.a()), said.b());
            case GO_TOGETHER -> go(List.of(said.a(), said.b()), said.c());
            case GOES_ON -> go(meant, said.b());
            case IS_IN -> placeOfPerson.put(said.a(), said.b());
            case IS_NOT_IN, IS_IN_EITHER -> placeOfPerson.remove(said.a());
            case TAKES -> {
                String place = placeOfPerson.get(said.a());
                String known = whereIs(said.b());
                if (holder.containsKey(said.b()) || (place != null && known != null && !place.equals(known))) {
                    contradictions.add(said + " takes what is elsewhere");
                }
                receive(said.a(), said.b());
                see(said.b());
            }
            case DROPS -> {
                lose(said.a(), said.b());
                String place = placeOfPerson.get(said.a());
                if (place == null) {
                    placeOfObject.remove(said.b());
                } else {
                    placeOfObject.put(said.b(), place);
                }
                see(said.b());
            }
            case GIVES -> {
                if (said.a().equals(said.c())) {
                    contradictions.add(said + " gives it to the same person");
                }
                lose(said.a(), said.b());
                receive(said.c(), said.b());
            }
            default -> {}
        }
        boolean refersOn = said.sense() == Sense.GOES_ON;
        if (!refersOn) {
            meant = said.sense() == Sense.GOES
                    ? List.of(said.a())
                    : said.sense() == Sense.GO_TOGETHER ? List.of(said.a(), said.b()) : List.of();
        }
    }

    private void go(List<String> people, String place) {
        for (String person : people) {
            String before = placeOfPerson.put(person, place);
            if (place.equals(before)) {
                contradictions.add(person + " goes to the place where he or she is: " + place);
            }
            hands.getOrDefault(person, Set.of()).forEach(this::see);
        }
    }

    private void receive(String person, String object) {
        holder.put(object, person);
        hands.computeIfAbsent(person, unused -> new LinkedHashSet<>()).add(object);
    }

    private void lose(String person, String object) {
        if (!person.equals(holder.remove(object))) {
            contradictions.add(person + " does not hold the " + object);
        }
        hands.values().forEach(held -> held.remove(object));
        hands.computeIfAbsent(person, unused -> new LinkedHashSet<>()).remove(object);
    }

    private @Nullable String whereIs(String object) {
        return holder.containsKey(object) ? placeOfPerson.get(holder.get(object)) : placeOfObject.get(object);
    }

    /** Adds the place where the object is now, if it is known, to where it has been. */
    private void see(String object) {
        String place = whereIs(object);
        List<String> trail = trails.computeIfAbsent(object, unused -> new ArrayList<>());
        if (place != null && (trail.isEmpty() || !trail.get(trail.size() - 1).equals(place))) {
            trail.add(place);
        }
    }

    /** Where the person or object is. */
    Optional<String> where(String thing) {
        return Optional.ofNullable(placeOfPerson.getOrDefault(thing, whereIs(thing)));
    }

    /** The places where the object has been known to be, in their order. */
    List<String> trail(String object) {
        return trails.getOrDefault(object, List.of());
    }

    /** What the person holds in the order in which it came; empty if nothing was told of these hands. */
    Optional<Set<String>> hands(String person) {
        return Optional.ofNullable(hands.get(person));
    }

    /** What cannot have happened. */
    List<String> contradictions() {
        return contradictions;
    }
}
