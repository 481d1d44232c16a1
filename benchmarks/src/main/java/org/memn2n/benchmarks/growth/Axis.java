package org.memn2n.benchmarks.growth;

import java.util.Locale;
import java.util.stream.IntStream;
import org.memn2n.benchmarks.work.WorkShape;

/** A size that grows while the others stay those of a small question-answering network. */
public enum Axis {
    /** n, with one story, so that all slots are of one softmax. */
    SLOTS("memory slots of one story"),

    /** B. */
    BATCH("stories of a batch"),

    /** K. */
    HOPS("hops"),

    /** V, all of which are answers. */
    VOCABULARY("words");

    private final String meaning;

    Axis(String meaning) {
        this.meaning = meaning;
    }

    /** What grows. */
    public String meaning() {
        return meaning;
    }

    /** The name in records and on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The values, the smallest first, up to a limit. */
    public IntStream values(int limit) {
        IntStream values = switch (this) {
            case SLOTS -> IntStream.of(10, 100, 1_000, 10_000, 100_000, 1_000_000);
            case BATCH -> IntStream.of(1, 4, 16, 64, 256, 1024, 4096);
            case HOPS -> IntStream.of(1, 2, 4, 8, 16, 32);
            case VOCABULARY -> IntStream.of(100, 1_000, 10_000, 100_000);
        };
        return values.filter(value -> value <= limit);
    }

    /** The shape at a value. */
    public WorkShape shape(int value) {
        return switch (this) {
            case SLOTS -> shape(180, value, 3, 1);
            case BATCH -> shape(180, 50, 3, value);
            case HOPS -> shape(180, 50, value, 32);
            case VOCABULARY -> shape(value, 50, 3, 32);
        };
    }

    private WorkShape shape(int words, int slots, int hops, int stories) {
        String label = label() + " V" + words + " n" + slots + " K" + hops + " B" + stories;
        return WorkShape.questions(label, words, slots, 7, 20, hops, stories);
    }
}
