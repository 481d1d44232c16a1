package org.memn2n;

import java.util.List;

/**
 * An answer, and why it was given.
 *
 * @param text the answer
 * @param probability the network's own belief in it, 0 to 1; what is missing to 1 in all answers together it gave to classes
 *     that are none, such as the null word, with which sentences are filled up
 * @param top the most probable answers, best first and each once, {@code text} itself included
 * @param attention for each hop how much it took from each sentence of the story, in the story's order; a
 *     sentence that was dropped has 0. Rows sum to 1 when there are sentences, or to less when empty memory
 *     slots take part. No list of this record can be changed
 * @param unknownWords words of the story and the question that the model has never seen; they were read
 *     as if they were blank
 * @param droppedSentences how many of the oldest sentences did not fit the memory
 * @param device the device that did the work
 */
public record Answer(
        String text,
        double probability,
        List<Choice> top,
        List<List<Double>> attention,
        List<String> unknownWords,
        int droppedSentences,
        String device) {
    /** Keeps unchangeable lists. */
    public Answer {
        top = List.copyOf(top);
        attention = attention.stream()
                .map(row -> row instanceof AttentionRow ? row : List.copyOf(row))
                .toList();
        unknownWords = List.copyOf(unknownWords);
    }

    /**
     * One of the possible answers.
     *
     * @param text the answer
     * @param probability the network's belief in it, 0 to 1
     */
    public record Choice(String text, double probability) {}
}
