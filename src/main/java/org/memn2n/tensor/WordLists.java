package org.memn2n.tensor;

/**
 * A ragged list of sentences, flat: sentence {@code s} holds the words {@code words[offsets[s] .. offsets[s+1])}.
 *
 * <p>Sentences may be empty. Word 0 is the null word: its embedding is zero, but it still takes up a
 * position, so an unknown word in the middle of a sentence does not shift the words after it.
 *
 * @param words word ids of all sentences, one after the other
 * @param offsets one more entry than there are sentences; starts at 0, never falls, ends at {@code words.length}
 * @param times for each sentence its row in the temporal tables (0 = the newest), or -1 for no temporal
 *     row; an empty array means that no sentence has one
 */
public record WordLists(int[] words, int[] offsets, int[] times) {
    private static final int[] NO_TIMES = {};

    /** Checks that the offsets describe the words. */
    public WordLists {
        if (offsets.length == 0 || offsets[0] != 0 || offsets[offsets.length - 1] != words.length) {
            throw new IllegalArgumentException(
                    "offsets must start at 0 and end at the number of words, " + words.length);
        }
        for (int s = 1; s < offsets.length; s++) {
            if (offsets[s] < offsets[s - 1]) {
                throw new IllegalArgumentException(
                        "offsets fall at sentence " + (s - 1) + ": from " + offsets[s - 1] + " to " + offsets[s]);
            }
        }
        if (times.length != 0 && times.length != offsets.length - 1) {
            throw new IllegalArgumentException(
                    "found " + times.length + " times for " + (offsets.length - 1) + " sentences");
        }
    }

    /** Sentences without temporal rows, such as questions. */
    public static WordLists timeless(int[] words, int[] offsets) {
        return new WordLists(words, offsets, NO_TIMES);
    }

    /** The number of sentences. */
    public int count() {
        return offsets.length - 1;
    }

    /** Whether temporal rows are named. */
    public boolean timed() {
        return times.length != 0;
    }
}
