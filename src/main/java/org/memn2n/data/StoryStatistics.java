package org.memn2n.data;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a set of questions about stories looks like, and how far they can be answered without reading the stories.
 *
 * @param questions the number of questions to train on
 * @param meanStatements how many statements come before a question, on average
 * @param mostStatements how many at most
 * @param words the number of different words of stories and questions
 * @param answers the number of different answers
 * @param mostCommonAnswer the share of test questions to which the answer is the one most common in training, 0 to 1
 * @param fromQuestion the share of test questions answered rightly by the answer most common in training to questions of
 *     the same words in any order; to questions with other words the most common of all, 0 to 1
 */
public record StoryStatistics(
        int questions,
        double meanStatements,
        int mostStatements,
        int words,
        int answers,
        double mostCommonAnswer,
        double fromQuestion) {
    /** How often each answer is given. */
    private static final class Counts {
        private final Map<String, Integer> counts = new HashMap<>();

        void add(String answer) {
            counts.merge(answer, 1, Integer::sum);
        }

        /** The most common answer; of several the first in the order of the alphabet. */
        String best() {
            int most = Collections.max(counts.values());
            return counts.entrySet().stream()
                    .filter(entry -> entry.getValue() == most)
                    .map(Map.Entry::getKey)
                    .min(String::compareTo)
                    .orElseThrow();
        }
    }

    /**
     * The statistics of these questions.
     *
     * @param training the questions that guesses are learned from, and whose stories are described; at least one
     * @param test the questions that are guessed; at least one
     */
    public static StoryStatistics of(List<Example> training, List<Example> test) {
        Counts all = new Counts();
        Map<List<String>, Counts> byQuestion = new HashMap<>();
        Set<String> words = new HashSet<>();
        long statements = 0;
        int most = 0;
        for (Example example : training) {
            statements += example.story().size();
            most = Math.max(most, example.story().size());
            example.story().forEach(sentence -> words.addAll(sentence.words()));
            words.addAll(example.question().words());
            all.add(answer(example));
            byQuestion.computeIfAbsent(bag(example), bag -> new Counts()).add(answer(example));
        }
        String common = all.best();
        int rightByCommon = 0;
        int rightByQuestion = 0;
        for (Example example : test) {
            Counts seen = byQuestion.get(bag(example));
            rightByCommon += answer(example).equals(common) ? 1 : 0;
            rightByQuestion += answer(example).equals(seen == null ? common : seen.best()) ? 1 : 0;
        }
        return new StoryStatistics(
                training.size(),
                (double) statements / training.size(),
                most,
                words.size(),
                all.counts.size(),
                (double) rightByCommon / test.size(),
                (double) rightByQuestion / test.size());
    }

    private static List<String> bag(Example example) {
        return example.question().words().stream().sorted().toList();
    }

    private static String answer(Example example) {
        return String.valueOf(example.answer());
    }
}
