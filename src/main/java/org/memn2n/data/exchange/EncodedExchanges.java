package org.memn2n.data.exchange;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.math3.random.RandomGenerator;
import org.memn2n.data.Encoder;
import org.memn2n.data.PlacedWords;
import org.memn2n.data.Vocabulary;

/** What can be exchanged, in the numbers of a network. */
public final class EncodedExchanges {
    private final WordExchanges exchanges;
    private final Vocabulary vocabulary;
    private final Encoder encoder;

    /** The exchanges in the numbers of this encoder. */
    public EncodedExchanges(WordExchanges exchanges, Vocabulary vocabulary, Encoder encoder) {
        this.exchanges = exchanges;
        this.vocabulary = vocabulary;
        this.encoder = encoder;
    }

    /** Draws what takes the place of what. */
    Images draw(RandomGenerator random) {
        return new Images(exchanges.isEmpty() ? Map.of() : exchanges.draw(random));
    }

    /** One draw. */
    final class Images {
        private static final int NOT_YET = -1;

        private final Map<String, String> images;
        private final int[] ids;

        private Images(Map<String, String> images) {
            this.images = images;
            this.ids = new int[images.isEmpty() ? 0 : vocabulary.size()];
            Arrays.fill(ids, NOT_YET);
        }

        /** The words that take the place of these; the null word, which is every unknown word, stays. */
        int[] words(int[] words) {
            if (images.isEmpty()) {
                return words;
            }
            int[] exchanged = new int[words.length];
            for (int i = 0; i < words.length; i++) {
                exchanged[i] = word(words[i]);
            }
            return exchanged;
        }

        private int word(int id) {
            if (ids[id] == NOT_YET) {
                ids[id] = id == 0 ? 0 : vocabulary.id(PlacedWords.replaced(vocabulary.word(id), this::image));
            }
            return ids[id];
        }

        private String image(String word) {
            return images.getOrDefault(word, word);
        }

        /** The class of the answer that takes the place of this class's, or -1 when that is no class. */
        int target(int target) {
            if (target < 0 || images.isEmpty()) {
                return target;
            }
            return encoder.target(WordStatistics.parts(encoder.answer(target)).stream()
                    .map(this::image)
                    .collect(Collectors.joining(",")));
        }
    }
}
