package org.memn2n.data;

import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/**
 * Examples for language modelling, one for each position of a text: the memory is the N tokens before the position, one
 * word to a slot, and the target is the token at the position. There is no query, and no noise.
 */
public final class TokenWindows implements Examples {
    private static final WordLists NO_QUERIES = WordLists.timeless(new int[0], new int[1]);

    private final int[] tokens;
    private final int memorySize;
    private final int firstWord;

    /**
     * Windows on these tokens, which are not copied and must not change.
     *
     * @param tokens ids of the words of the text
     * @param memorySize N, the most tokens in memory, 0 or more
     * @param firstWord the word id that is class 0; those after it are the classes after it
     */
    public TokenWindows(int[] tokens, int memorySize, int firstWord) {
        if (memorySize < 0) {
            throw new IllegalArgumentException("found the memory size " + memorySize + ", expected 0 or more");
        }
        this.tokens = tokens;
        this.memorySize = memorySize;
        this.firstWord = firstWord;
    }

    /** The number of tokens; positions are from 0 to below it. */
    @Override
    public int size() {
        return tokens.length;
    }

    @Override
    public StoryBatch batch(int[] numbers, Noise noise) {
        return build(numbers);
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
            targets[b] = tokens[positions[b]] - firstWord;
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
