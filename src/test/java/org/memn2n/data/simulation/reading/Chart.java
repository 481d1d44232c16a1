package org.memn2n.data.simulation.reading;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Things that lie one step from each other, as statements tell it. */
final class Chart {
    /** East and north, for the directions from north on clockwise. */
    static final List<int[]> STEPS = List.of(new int[] {0, 1}, new int[] {1, 0}, new int[] {0, -1}, new int[] {-1, 0});

    private final Language language;
    private final Map<String, List<Step>> steps = new HashMap<>();

    private record Step(int direction, String to) {}

    Chart(Language language, List<Said> told) {
        this.language = language;
        for (Said said : told) {
            if (said.sense() == Sense.LIES) {
                int direction = language.direction(said.b());
                add(said.c(), direction, said.a());
                add(said.a(), (direction + 2) % STEPS.size(), said.c());
            }
        }
    }

    private void add(String from, int direction, String to) {
        steps.computeIfAbsent(from, unused -> new ArrayList<>()).add(new Step(direction, to));
    }

    /** The directions of a shortest way. */
    private Optional<List<Integer>> route(String from, String to) {
        Map<String, List<Integer>> reached = new HashMap<>(Map.of(from, List.of()));
        Deque<String> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty() && !reached.containsKey(to)) {
            String here = open.remove();
            for (Step step : steps.getOrDefault(here, List.of())) {
                if (!reached.containsKey(step.to())) {
                    List<Integer> way = new ArrayList<>(reached.get(here));
                    way.add(step.direction());
                    reached.put(step.to(), way);
                    open.add(step.to());
                }
            }
        }
        return Optional.ofNullable(reached.get(to));
    }

    /** The way as it is written, such as n,e. */
    Optional<String> way(String from, String to) {
        return route(from, to)
                .map(way ->
                        String.join(",", way.stream().map(language.letters::get).toList()));
    }

    /** How far east and north of the first thing the second is. */
    Optional<int[]> offset(String from, String to) {
        return route(from, to).map(way -> {
            int[] offset = new int[2];
            for (int direction : way) {
                offset[0] += STEPS.get(direction)[0];
                offset[1] += STEPS.get(direction)[1];
            }
            return offset;
        });
    }
}
