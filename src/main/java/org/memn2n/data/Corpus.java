package org.memn2n.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A text for language modelling in the numbers of its words.
 *
 * @param vocabulary the words of the training text, {@link #END} among them where it has lines
 * @param training ids of the words that are trained on
 * @param validation ids of the words that validate
 */
public record Corpus(Vocabulary vocabulary, int[] training, int[] validation) {
    /** The word at the end of a line. */
    public static final String END = "<eos>";

    /** The word that stands for rare words. */
    public static final String UNKNOWN = "<unk>";

    private static final int NO_WORD = -1;

    /**
     * Reads the training and the validation text, each once.
     *
     * @param rare words that come fewer times in the training text become {@link #UNKNOWN}; 1 keeps all
     * @throws DataException when a part is missing or empty, or the validation text has a word that the training text
     *     lacks and nothing stands for it
     */
    public static Corpus read(TextFiles files, int rare) {
        if (rare < 1) {
            throw new IllegalArgumentException("words must come at least once to be kept, found the threshold " + rare);
        }
        List<String> words = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        int[] text = each(files, TextPart.TRAIN, word -> {
            Integer number = numbers.putIfAbsent(word, words.size());
            if (number == null) {
                words.add(word);
            }
            return number == null ? words.size() - 1 : number;
        });
        Vocabulary vocabulary = vocabulary(words, counts(text, words.size()), rare);
        int[] ids =
                words.stream().mapToInt(word -> idOrUnknown(vocabulary, word)).toArray();
        for (int i = 0; i < text.length; i++) {
            text[i] = ids[text[i]];
        }
        return new Corpus(vocabulary, text, encode(files, TextPart.VALID, vocabulary));
    }

    /**
     * Reads one part in the numbers of a vocabulary. Words that it lacks are {@link #UNKNOWN}. Where it lacks that too, ends of
     * lines are passed over, for a training text of one line, such as text8, has none; other words are an error.
     *
     * @throws DataException when the part is missing or empty, or has an unknown word and the vocabulary has no
     *     {@link #UNKNOWN}
     */
    public static int[] encode(TextFiles files, TextPart part, Vocabulary vocabulary) {
        return each(files, part, word -> {
            int id = idOrUnknown(vocabulary, word);
            if (id == 0 && word.equals(END)) {
                return NO_WORD;
            }
            if (id == 0) {
                throw DataException.in(
                        "the " + part.inFileNames() + " text",
                        "the word " + DataException.quote(word) + ", which the training text lacks, and no " + UNKNOWN,
                        "words of the training text, or a model that was trained with rare words made " + UNKNOWN);
            }
            return id;
        });
    }

    private interface Numbering {
        /** The number of a word, or {@link #NO_WORD} to pass over it. */
        int number(String word);
    }

    private static int[] each(TextFiles files, TextPart part, Numbering numbering) {
        IntStream.Builder numbers = IntStream.builder();
        try (WordStream words = files.words(part)) {
            for (String word = words.next(); word != null; word = words.next()) {
                int number = numbering.number(word);
                if (number != NO_WORD) {
                    numbers.add(number);
                }
            }
        } catch (IOException e) {
            throw DataException.in(
                    "the " + part.inFileNames() + " text",
                    "a text that cannot be read (" + e + ")",
                    "a readable text",
                    e);
        }
        int[] found = numbers.build().toArray();
        if (found.length == 0) {
            throw DataException.in("the " + part.inFileNames() + " text", "no words", "at least one");
        }
        return found;
    }

    private static int[] counts(int[] text, int words) {
        int[] counts = new int[words];
        for (int number : text) {
            counts[number]++;
        }
        return counts;
    }

    private static Vocabulary vocabulary(List<String> words, int[] counts, int rare) {
        List<String> kept = new ArrayList<>();
        boolean someRare = false;
        for (int i = 0; i < counts.length; i++) {
            boolean keeps = counts[i] >= rare && !words.get(i).equals(Vocabulary.NULL_WORD);
            someRare |= !keeps;
            if (keeps && !words.get(i).equals(UNKNOWN)) {
                kept.add(words.get(i));
            }
        }
        if (someRare || words.contains(UNKNOWN)) {
            kept.add(UNKNOWN);
        }
        kept.sort(null);
        kept.add(0, Vocabulary.NULL_WORD);
        return Vocabulary.ofLines(kept, "the training text");
    }

    private static int idOrUnknown(Vocabulary vocabulary, String word) {
        int id = vocabulary.id(word);
        return id == 0 ? vocabulary.id(UNKNOWN) : id;
    }
}
