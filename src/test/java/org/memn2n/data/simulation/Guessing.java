package org.memn2n.data.simulation;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far answers can be guessed without reading the story. */
final class Guessing {
    private Guessing() {}

    /** How often each answer is given. */
    static Map<String, Integer> answers(List<StoryLines.Asked> questions) {
        Map<String, Integer> answers = new HashMap<>();
        questions.forEach(asked -> answers.merge(asked.answer(), 1, Integer::sum));
        return answers;
    }

    /** The share of right answers of one who knows the most frequent answer to each question. */
    static double bestShareFromQuestions(List<StoryLines.Asked> questions) {
        Map<String, Map<String, Integer>> answers = new HashMap<>();
        for (StoryLines.Asked asked : questions) {
            answers.computeIfAbsent(asked.subject(), subject -> new HashMap<>()).merge(asked.answer(), 1, Integer::sum);
        }
        int right = answers.values().stream()
                .mapToInt(counts -> Collections.max(counts.values()))
                .sum();
        return right / (double) questions.size();
    }
}
