package org.memn2n.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Numbers the words: the null word is 0, the words of the training examples follow in sorted order.
 * Unchangeable.
 */
public final class Vocabulary {
    /** How the null word is written: it stands for padding and for every unknown word. */
    public static final String NULL_WORD = "<null>";

    private final List<String> words;
    private final Map<String, Integer> ids;

    private Vocabulary(List<String> words) {
        this.words = List.copyOf(words);
        ids = new HashMap<>(2 * words.size());
        for (int id = 0; id < words.size(); id++) {
            ids.put(words.get(id), id);
        }
    }

    /**
     * The words of all stories and questions, and each answer as one word. Give it training examples only, or
     * the test set leaks into the network.
     */
    public static Vocabulary of(List<Example> training) {
        return of(training, Set.of());
    }

    /** The same words, and more. */
    public static Vocabulary of(List<Example> training, Set<String> more) {
        TreeSet<String> sorted = new TreeSet<>(more);
        for (Example example : training) {
            example.story().forEach(sentence -> sorted.addAll(sentence.words()));
            sorted.addAll(example.question().words());
            if (example.answer() != null) {
                sorted.add(example.answer());
            }
        }
        sorted.remove(NULL_WORD);
        List<String> words = new ArrayList<>(sorted.size() + 1);
        words.add(NULL_WORD);
        words.addAll(sorted);
        return new Vocabulary(words);
    }

    /**
     * The vocabulary that {@link #lines} wrote.
     *
     * @param origin name of the file, for messages
     * @throws DataException with the line when the null word is not first, or a word is empty or there twice
     */
    public static Vocabulary ofLines(List<String> lines, String origin) {
        if (lines.isEmpty()) {
            throw DataException.in(origin, "no words", NULL_WORD + " and the words, one a line");
        }
        if (!lines.get(0).equals(NULL_WORD)) {
            throw DataException.at(new Place(origin, 1), DataException.quote(lines.get(0)), NULL_WORD);
        }
        Map<String, Integer> firstLines = new HashMap<>(2 * lines.size());
        for (int line = 1; line <= lines.size(); line++) {
            String word = lines.get(line - 1);
            if (word.isEmpty()) {
                throw DataException.at(new Place(origin, line), "an empty line", "a word");
            }
            Integer first = firstLines.putIfAbsent(word, line);
            if (first != null) {
                throw DataException.at(
                        new Place(origin, line),
                        DataException.quote(word) + " again, after line " + first,
                        "each word once");
            }
        }
        return new Vocabulary(lines);
    }

    /** Id of the word, 0 for an unknown one. */
    public int id(String word) {
        return ids.getOrDefault(word, 0);
    }

    /** Whether the word has an id of its own. */
    public boolean knows(String word) {
        return id(word) != 0;
    }

    /**
     * The word with this id.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= id < size()}
     */
    public String word(int id) {
        return words.get(id);
    }

    /** The number of words, the null word included. */
    public int size() {
        return words.size();
    }

    /** All words by id, one a line. */
    public List<String> lines() {
        return words;
    }
}
