package org.memn2n.data;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns examples into numbers, and classes of the output layer back into answers. Unchangeable. */
public final class Encoder {
    private static final int NO_CLASS = -1;

    private final Vocabulary vocabulary;
    private final int[] answerWords;
    private final boolean placedWords;

    /** For each word its class, or -1. */
    private final int[] classes;

    /**
     * An encoder for a network whose class {@code c} stands for the word {@code answerWords[c]}.
     *
     * @param placedWords whether sentences get their {@linkplain PlacedWords placed words} too
     * @param answerWords a different word id for each class: {@code 0..size-1} for an output layer over the
     *     whole vocabulary, or those that {@link #answerWords(Vocabulary, List)} gives
     * @throws IllegalArgumentException when an id is not in the vocabulary or is there twice
     */
    public Encoder(Vocabulary vocabulary, boolean placedWords, int[] answerWords) {
        this.vocabulary = vocabulary;
        this.placedWords = placedWords;
        this.answerWords = answerWords.clone();
        classes = new int[vocabulary.size()];
        Arrays.fill(classes, NO_CLASS);
        for (int c = 0; c < answerWords.length; c++) {
            int word = answerWords[c];
            if (word < 0 || word >= classes.length || classes[word] != NO_CLASS) {
                throw new IllegalArgumentException("answer word " + word + " of class " + c + " must be from 0 to "
                        + (classes.length - 1) + " and be there only once");
            }
            classes[word] = c;
        }
    }

    /** Ids of the answers of these examples, each once, in rising order: the classes of an output over answers only. */
    public static int[] answerWords(Vocabulary vocabulary, List<Example> training) {
        return training.stream()
                .map(Example::answer)
                .filter(Objects::nonNull)
                .mapToInt(vocabulary::id)
                .filter(id -> id != 0)
                .distinct()
                .sorted()
                .toArray();
    }

    /** One example in numbers. Unknown words become 0 and keep their place in the sentence. */
    public EncodedExample encode(Example example) {
        return encode(example, this::words);
    }

    /** Many examples in numbers; a sentence that several of them hold is encoded once and shared. */
    public List<EncodedExample> encode(List<Example> examples) {
        IdentityHashMap<Sentence, int[]> encoded = new IdentityHashMap<>();
        return examples.stream()
                .map(example -> encode(example, sentence -> encoded.computeIfAbsent(sentence, this::words)))
                .toList();
    }

    /**
     * The word that a class stands for, of a placed word the word itself.
     *
     * @throws IndexOutOfBoundsException when there is no such class
     */
    public String answer(int classIndex) {
        return PlacedWords.word(vocabulary.word(answerWords[classIndex]));
    }

    /**
     * Whether a class can be an answer: not that of the null word, which stands for no word, nor that of a placed word, beside
     * which the word itself is another class.
     *
     * @throws IndexOutOfBoundsException when there is no such class
     */
    public boolean canAnswer(int classIndex) {
        int word = answerWords[classIndex];
        return word != 0 && !PlacedWords.isPlaced(vocabulary.word(word));
    }

    /** The number of classes. */
    public int classCount() {
        return answerWords.length;
    }

    private EncodedExample encode(Example example, Function<Sentence, int[]> words) {
        int[][] story = new int[example.story().size()][];
        for (int s = 0; s < story.length; s++) {
            story[s] = words.apply(example.story().get(s));
        }
        return new EncodedExample(story, words.apply(example.question()), target(example.answer()));
    }

    /** The ids of a sentence's words, unknown words becoming 0, then those of its known placed words. */
    public int[] words(Sentence sentence) {
        IntStream words = sentence.words().stream().mapToInt(vocabulary::id);
        IntStream placed = placedWords
                ? PlacedWords.of(sentence.words()).stream()
                        .filter(vocabulary::knows)
                        .mapToInt(vocabulary::id)
                : IntStream.empty();
        return IntStream.concat(words, placed).toArray();
    }

    /** The class of an answer, or -1 when it is none. */
    // An unknown answer has the null word's id, but is not the class of the null word.
    public int target(@Nullable String answer) {
        return answer == null || !vocabulary.knows(answer) ? NO_CLASS : classes[vocabulary.id(answer)];
    }
}
