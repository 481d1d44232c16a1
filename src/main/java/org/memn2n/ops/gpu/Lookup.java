package org.memn2n.ops.gpu;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.memn2n.ops.Sentences;
import org.memn2n.tensor.WordLists;

/** Sentences in a batch's buffer, with what the gradient needs: where each word and each time occurs. */
final class Lookup {
    private final boolean timed;
    private final int words;
    private final int offsets;
    private final int times;
    private final Occurrences wordOccurrences;
    private final int positions;
    private final Occurrences timeOccurrences;
    private BatchLayout layout = BatchLayout.of(new int[0]);

    /** Adds the arrays of these sentences to {@code packed}. */
    Lookup(WordLists host, Sentences limits, PackedIndices packed) {
        this.timed = host.timed();
        this.words = packed.add(host.words());
        this.offsets = packed.add(host.offsets());
        this.times = packed.add(host.times());
        SortedOccurrences sorted = SortedOccurrences.of(host.words(), limits.wordLimit());
        int[] sentence = sentenceOfWords(host);
        int[] position = new int[sorted.order().length];
        for (int i = 0; i < position.length; i++) {
            int word = sorted.order()[i];
            position[i] = word - host.offsets()[sentence[word]] + 1;
        }
        this.wordOccurrences = new Occurrences(
                sorted, IntStream.of(sorted.order()).map(w -> sentence[w]).toArray(), packed);
        this.positions = packed.add(position);
        SortedOccurrences sortedTimes = SortedOccurrences.of(host.times(), limits.timeLimit());
        this.timeOccurrences = new Occurrences(sortedTimes, sortedTimes.order(), packed);
    }

    /** Says where the sections lie. */
    void lie(BatchLayout placed) {
        layout = placed;
    }

    private static int[] sentenceOfWords(WordLists host) {
        int[] sentence = new int[host.words().length];
        for (int s = 0; s < host.count(); s++) {
            Arrays.fill(sentence, host.offsets()[s], host.offsets()[s + 1], s);
        }
        return sentence;
    }

    boolean timed() {
        return timed;
    }

    int words() {
        return layout.offset(words);
    }

    int offsets() {
        return layout.offset(offsets);
    }

    int times() {
        return layout.offset(times);
    }

    Occurrences wordOccurrences() {
        return wordOccurrences;
    }

    int positions() {
        return layout.offset(positions);
    }

    Occurrences timeOccurrences() {
        return timeOccurrences;
    }

    /** Sorted occurrences in the batch's buffer. */
    final class Occurrences {
        private final int count;
        private final int unique;
        private final int starts;
        private final int sentences;

        Occurrences(SortedOccurrences sorted, int[] sentenceOf, PackedIndices packed) {
            this.count = sorted.unique().length;
            this.unique = packed.add(sorted.unique());
            this.starts = packed.add(sorted.starts());
            this.sentences = packed.add(sentenceOf);
        }

        int count() {
            return count;
        }

        int unique() {
            return layout.offset(unique);
        }

        int starts() {
            return layout.offset(starts);
        }

        int sentences() {
            return layout.offset(sentences);
        }
    }
}
