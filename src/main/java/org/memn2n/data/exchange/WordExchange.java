package org.memn2n.data.exchange;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Words that take each other's place, all at once: such as {@code north} and {@code south} together with the answers
 * {@code n} and {@code s}.
 *
 * @param images for each word that moves the one that takes its place, and the other way round
 */
public record WordExchange(Map<String, String> images) {
    /** Keeps an unchangeable map in sorted order of which every pair is there both ways. */
    public WordExchange {
        images = Collections.unmodifiableMap(new TreeMap<>(images));
        for (Map.Entry<String, String> pair : images.entrySet()) {
            if (!pair.getKey().equals(images.get(pair.getValue()))) {
                throw new IllegalArgumentException("not an exchange: " + images);
            }
        }
    }

    /** Of two words. */
    static WordExchange of(String one, String other) {
        return new WordExchange(Map.of(one, other, other, one));
    }

    /** This and two more words. */
    WordExchange and(String one, String other) {
        Map<String, String> more = new TreeMap<>(images);
        more.put(one, other);
        more.put(other, one);
        return new WordExchange(more);
    }

    /** The word in whose place this one comes. */
    String image(String word) {
        return images.getOrDefault(word, word);
    }

    /** The words that move. */
    Set<String> moved() {
        return images.keySet();
    }
}
