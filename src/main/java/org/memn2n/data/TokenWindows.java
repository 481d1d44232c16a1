package org.memn2n.data;

import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/**
 * Batches for language modelling: the memory is the N tokens before a position, one word to a slot, and the
 * target is the token at the position. There is no query.
 */
public final class TokenWindows {
    private static final WordLists NO_QUERIES = WordLists.timeless(new int[0], new int[1]);

    private final int[] tokens;
    private final int memorySize;

    /**
     * Windows on these tokens, which are not copied and must not change.
     *
     * @param tokens ids of the words of the text, which are also its classes
     * @param memorySize N, the most tokens in memory, 0 or more
     */
    public TokenWindows(int[] tokens, int memorySize) {
        if (memorySize < 0) {
            throw new IllegalArgumentException("found the memory size " + memorySize + ", expected 0 or more");
        }
        this.tokens = tokens;
        this.memorySize = memorySize;
    }

    /** The number of tokens; positions are from 0 to below it. */
    public int size() {
        return tokens.length;
    }

    /**
     * A batch with one story for each position. Near the start of the text memories are shorter; at position 0
     * the memory is empty. The token just before the position has temporal row 0.
     *
     * @throws IndexOutOfBoundsException when a position is outside the text
     */
    public StoryBatch build(int[] positions) {
        int[] slotOffsets = new int[positions.length + 1];
        int[] targets = new int[positions.length];
        for (int b = 0; b < positions.length; b++) {
            targets[b] = tokens[positions[b]];
            slotOffsets[b + 1] = slotOffsets[b] + Math.min(positions[b], memorySize);
        }
        int slots = slotOffsets[positions.length];
        int[] words = new int[slots];
        int[] times = new int[slots];
        int[] wordOffsets = new int[slots + 1];
        for (int b = 0; b < positions.length; b++) {
            int length = slotOffsets[b + 1] - slotOffsets[b];
            System.arraycopy(tokens, positions[b] - length, words, slotOffsets[b], length);
            for (int i = 0; i < length; i++) {
                times[slotOffsets[b] + i] = length - 1 - i;
            }
        }
        for (int s = 0; s <= slots; s++) {
            wordOffsets[s] = s;
        }
        return new StoryBatch(new WordLists(words, wordOffsets, times), slotOffsets, NO_QUERIES, targets);
    }
}
