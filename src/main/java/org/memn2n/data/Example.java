package org.memn2n.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question about one story.
 *
 * @param task number of the task
 * @param story the statements before the question, oldest first, without earlier questions. The list is
 *     kept as given and must not change: the questions of one story hold views of one list, where copies
 *     would take memory that grows with the square of the story
 * @param question the question
 * @param answer the right answer as {@link Tokenizer#answer} gives it, or null when the text has none
 * @param supportingFacts indices into the story, from 0, of the statements that answer the question, in
 *     the order of the file; empty when the text names none
 * @param place where the question was read
 */
public record Example(
        int task,
        List<Sentence> story,
        Sentence question,
        @Nullable String answer,
        List<Integer> supportingFacts,
        Place place) {
    /** Keeps an unchangeable list of the supporting facts. */
    public Example {
        supportingFacts = List.copyOf(supportingFacts);
    }
}
