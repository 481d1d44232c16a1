package org.memn2n.benchmarks.kernels;

/**
 * How large the inputs of the operations are.
 *
 * @param name for records
 * @param stories B
 * @param slots n of each story; S = B n in all
 * @param sentenceWords J of each sentence
 * @param words V
 * @param dimension d
 * @param hops K of a whole pass over the stories
 */
public record Sizes(String name, int stories, int slots, int sentenceWords, int words, int dimension, int hops) {
    /** A tensor of all memories has 128 MiB: more than any cache. */
    public static final Sizes LARGE = new Sizes("large", 512, 512, 8, 10_000, 128, 3);

    /** Those of shape L, for passes over stories, whose tensors would be too many for a large batch. */
    public static final Sizes NETWORK = new Sizes("L", 128, 320, 11, 180, 128, 3);

    /** For a CPU: the tensor of all memories has 800 KiB. */
    public static final Sizes CPU = new Sizes("cpu", 32, 50, 8, 1000, 128, 3);

    /** For tests. */
    public static final Sizes SMALL = new Sizes("small", 5, 37, 4, 61, 20, 3);

    /** S, the slots of all stories. */
    int allSlots() {
        return stories * slots;
    }

    @Override
    public String toString() {
        return "B " + stories + ", n " + slots + ", J " + sentenceWords + ", V " + words + ", d " + dimension;
    }
}
