package org.memn2n.cli;

import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Numbers of tasks as they are written in {@code --task}. */
final class TaskNumbers {
    /** What is taken; the text that was found goes after it. */
    static final String FORM = "numbers such as 1,2,5-8, found '";

    private static final int MOST = 1000;

    private TaskNumbers() {}

    /** The numbers that a text such as {@code 1,2,5-8} names; empty if it names none. */
    static Optional<SortedSet<Integer>> parse(String text) {
        NavigableSet<Integer> numbers = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.strip().split("-", -1);
            try {
                int first = Integer.parseInt(ends[0]);
                int last = Integer.parseInt(ends[ends.length - 1]);
                if (ends.length > 2 || first > last || last - first > MOST) {
                    return Optional.empty();
                }
                IntStream.rangeClosed(first, last).forEach(numbers::add);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return Optional.of(numbers);
    }
}
