package org.memn2n.tensor;

import java.util.Arrays;

/**
 * Which words the stories of a batch hold in their memories, each once a story: for backends that add up over words
 * instead of over sentences. Found in one pass over the words.
 *
 * @param offsets B+1 entries: story {@code b} has the distinct words {@code offsets[b] .. offsets[b+1])}
 * @param words for each distinct word of a story its id; a story's are in the order in which they first appear
 * @param local for each word of the memories, in the order of the text, which of its story's distinct words it is
 * @param placeOffsets one more entry than there are distinct words: were the words of the memories sorted by story
 *     and then by distinct word, those of distinct word {@code e} would be {@code placeOffsets[e] .. placeOffsets[e+1])}
 */
public record StoryWords(int[] offsets, int[] words, int[] local, int[] placeOffsets) {
    /**
     * The words of a batch.
     *
     * @param wordLimit more than the largest word id of the memories
     */
    public static StoryWords of(StoryBatch batch, int wordLimit) {
        int[] text = batch.memories().words();
        int[] sentences = batch.memories().offsets();
        int[] latest =
                new int[wordLimit]; // the newest distinct word of this id, from 1, of this story or an earlier one
        int[] offsets = new int[batch.stories() + 1];
        int[] words = new int[text.length];
        int[] local = new int[text.length];
        int[] counts = new int[text.length + 1];
        int found = 0;
        for (int b = 0; b < batch.stories(); b++) {
            int first = found;
            int end = sentences[batch.slotOffsets()[b + 1]];
            for (int i = sentences[batch.slotOffsets()[b]]; i < end; i++) {
                int word = text[i];
                if (latest[word] <= first) {
                    words[found++] = word;
                    latest[word] = found;
                }
                int distinct = latest[word] - 1;
                local[i] = distinct - first;
                counts[distinct + 1]++;
            }
            offsets[b + 1] = found;
        }
        for (int e = 0; e < found; e++) {
            counts[e + 1] += counts[e];
        }
        return new StoryWords(offsets, Arrays.copyOf(words, found), local, Arrays.copyOf(counts, found + 1));
    }

    /** How many distinct words all stories together have; a word counts once a story. */
    public int count() {
        return words.length;
    }
}
