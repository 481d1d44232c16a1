package org.memn2n.data.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.memn2n.data.Example;
import org.memn2n.data.Sentence;

/**
 * How often each word of a training set occurs in which company. What is counted are facts about one occurrence of a word,
 * in the four {@link View views}; a fact may name another word, as in "two words later comes <i>kitchen</i>".
 */
final class WordStatistics {
    /** What one occurrence of a word is. */
    enum View {
        /** The word in a statement: its place, the other words there, the statements before and after. */
        STATEMENT,
        /** The word in a story: which other words are in it. */
        STORY,
        /** The word in a story, its question or its answer: which other words are in question and answer. */
        QUESTION,
        /** The word in a statement that has a word of the question in it: the answer. */
        LINK
    }

    /**
     * A fact about an occurrence.
     *
     * @param kind says what it is, without the other word
     * @param other the other word it names, or the empty text
     */
    record Fact(String kind, String other) implements Comparable<Fact> {
        @Override
        public int compareTo(Fact fact) {
            int byKind = kind.compareTo(fact.kind);
            return byKind == 0 ? other.compareTo(fact.other) : byKind;
        }

        /** This fact with the other word replaced as {@code exchange} says. */
        Fact under(Map<String, String> exchange) {
            String image = exchange.get(other);
            return image == null ? this : new Fact(kind, image);
        }
    }

    /** Of more words than these, the most frequent are counted: facts grow with the square of the words. */
    static final int MOST_WORDS = 400;

    private static final FactCounts NONE = new FactCounts();

    private final Set<String> counted;

    private final Map<String, Map<View, FactCounts>> words = new HashMap<>();
    private final Set<FactCounts> inThisStory = new HashSet<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private final Set<String> answeredUntold = new HashSet<>();

    /** Counts the facts of these examples, all of which have an answer. */
    WordStatistics(List<Example> examples) {
        counted = mostFrequent(examples);
        for (List<Example> story : stories(examples)) {
            List<Sentence> told = story.get(story.size() - 1).story();
            together(told);
            for (int i = 0; i < told.size(); i++) {
                statement(told, i);
            }
            for (Example example : story) {
                question(example);
                links(example);
            }
            inThisStory.forEach(FactCounts::endStory);
            inThisStory.clear();
        }
    }

    /** All words, in sorted order. */
    List<String> words() {
        return words.keySet().stream().sorted().toList();
    }

    /** The facts of one view of a word. */
    FactCounts counts(String word, View view) {
        return words.getOrDefault(word, Map.of()).getOrDefault(view, NONE);
    }

    /** In how many questions or answers the word occurs. */
    int asked(String word) {
        return asked.getOrDefault(word, 0);
    }

    /** Whether the word is, somewhere, an answer that neither the story nor the question names. */
    boolean answeredUntold(String word) {
        return answeredUntold.contains(word);
    }

    /** The parts of an answer: a list of things is one answer, but each of them is a word. */
    static List<String> parts(String answer) {
        return Arrays.asList(answer.split(",", -1));
    }

    /** The examples of each story: those of which each tells on from the one before. */
    private static List<List<Example>> stories(List<Example> examples) {
        List<List<Example>> stories = new ArrayList<>();
        List<Sentence> told = List.of();
        for (Example example : examples) {
            List<Sentence> story = example.story();
            boolean tellsOn = !told.isEmpty()
                    && story.size() >= told.size()
                    && story.subList(0, told.size()).equals(told);
            if (!tellsOn) {
                stories.add(new ArrayList<>());
            }
            stories.get(stories.size() - 1).add(example);
            told = story;
        }
        return stories;
    }

    private static Set<String> mostFrequent(List<Example> examples) {
        Map<String, Integer> frequencies = new HashMap<>();
        for (Example example : examples) {
            Set<String> all = words(example.story());
            all.addAll(example.question().words());
            all.addAll(parts(answer(example)));
            all.forEach(word -> frequencies.merge(word, 1, Integer::sum));
        }
        return frequencies.keySet().stream()
                .sorted(Comparator.<String>comparingInt(word -> -frequencies.getOrDefault(word, 0))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_WORDS)
                .collect(Collectors.toSet());
    }

    private void add(String word, View view, Set<Fact> held) {
        if (!counted.contains(word)) {
            return;
        }
        held.removeIf(fact -> !fact.other().isEmpty() && !counted.contains(fact.other()));
        FactCounts counts =
                words.computeIfAbsent(word, key -> new HashMap<>()).computeIfAbsent(view, key -> new FactCounts());
        counts.add(held);
        inThisStory.add(counts);
    }

    private void together(List<Sentence> told) {
        Set<String> all = words(told);
        for (String word : all) {
            Set<Fact> held = new HashSet<>();
            all.forEach(other -> held.add(new Fact("told with", other)));
            held.remove(new Fact("told with", word));
            add(word, View.STORY, held);
        }
    }

    private static Set<String> words(List<Sentence> told) {
        Set<String> all = new HashSet<>();
        told.forEach(sentence -> all.addAll(sentence.words()));
        return all;
    }

    private void statement(List<Sentence> told, int i) {
        List<String> statement = told.get(i).words();
        for (int j = 0; j < statement.size(); j++) {
            Set<Fact> held = new HashSet<>();
            held.add(new Fact("place " + j + " of " + statement.size(), ""));
            company("", statement, j, held);
            if (i > 0) {
                told.get(i - 1).words().forEach(word -> held.add(new Fact("statement before", word)));
            }
            if (i + 1 < told.size()) {
                told.get(i + 1).words().forEach(word -> held.add(new Fact("statement after", word)));
            }
            add(statement.get(j), View.STATEMENT, held);
        }
    }

    /** The words beside word {@code j}, those before and those after. */
    private static void company(String where, List<String> sentence, int j, Set<Fact> held) {
        for (int k = 0; k < sentence.size(); k++) {
            if (k != j) {
                held.add(new Fact(where + (k < j ? "before" : "after"), sentence.get(k)));
            }
            if (Math.abs(k - j) == 1) {
                held.add(new Fact(where + (k < j ? "just before" : "just after"), sentence.get(k)));
            }
        }
    }

    private void question(Example example) {
        List<String> question = example.question().words();
        List<String> answer = parts(answer(example));
        Set<String> told = words(example.story());
        Set<String> asking = new HashSet<>(question);
        for (String part : answer) {
            if (asking.add(part) && !told.contains(part)) {
                answeredUntold.add(part);
            }
        }
        asking.forEach(word -> asked.merge(word, 1, Integer::sum));
        Set<String> all = new HashSet<>(told);
        all.addAll(asking);
        for (String word : all) {
            Set<Fact> held = new HashSet<>();
            boolean inStory = told.contains(word);
            if (inStory) {
                held.add(new Fact("told", ""));
                question.forEach(other -> held.add(new Fact("told, asked", other)));
                answer.forEach(other -> held.add(new Fact("told, answer", other)));
            }
            for (int j = 0; j < question.size(); j++) {
                if (question.get(j).equals(word)) {
                    held.add(new Fact("asked at " + j, ""));
                    company("asked ", question, j, held);
                    answer.forEach(other -> held.add(new Fact("asked, answer", other)));
                }
            }
            for (int j = 0; j < answer.size(); j++) {
                if (answer.get(j).equals(word)) {
                    held.add(new Fact("answer at " + j, ""));
                    company("answer ", answer, j, held);
                }
            }
            add(word, View.QUESTION, held);
        }
    }

    private void links(Example example) {
        List<String> question = example.question().words();
        List<String> answer = parts(answer(example));
        for (Sentence sentence : example.story()) {
            List<String> statement = sentence.words();
            for (int j = 0; j < statement.size(); j++) {
                Set<Fact> held = new HashSet<>();
                for (int k = 0; k < statement.size(); k++) {
                    int at = k == j ? -1 : question.indexOf(statement.get(k));
                    for (int part = 0; at >= 0 && part < answer.size(); part++) {
                        String kind = (k < j ? "after" : "before") + " the word asked at " + at + ", answer " + part;
                        held.add(new Fact(kind, answer.get(part)));
                    }
                }
                if (!held.isEmpty()) {
                    add(statement.get(j), View.LINK, held);
                }
            }
        }
    }

    private static String answer(Example example) {
        String answer = example.answer();
        if (answer == null) {
            throw new IllegalArgumentException(example.place() + ": a question without an answer");
        }
        return answer;
    }
}
