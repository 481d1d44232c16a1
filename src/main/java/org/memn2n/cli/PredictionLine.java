package org.memn2n.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.Answer;
import org.memn2n.data.Example;

/**
 * One line of {@code memn2n predict --json}.
 *
 * @param question the question as written
 * @param answer the answer
 * @param probability the network's belief in it, 0 to 1
 * @param expected the answer that the file has, left out if it has none
 * @param attention for each hop the weight of each sentence
 * @param top the most probable answers, best first
 * @param unknownWords words the model has never seen
 * @param droppedSentences how many of the oldest sentences did not fit the memory
 * @param device the device that did the work
 */
record PredictionLine(
        String question,
        String answer,
        double probability,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String expected,
        List<List<Double>> attention,
        List<Answer.Choice> top,
        List<String> unknownWords,
        int droppedSentences,
        String device) {

    static PredictionLine of(Example example, Answer answer) {
        return new PredictionLine(
                example.question().text(),
                answer.text(),
                answer.probability(),
                example.answer(),
                answer.attention(),
                answer.top(),
                answer.unknownWords(),
                answer.droppedSentences(),
                answer.device());
    }
}
