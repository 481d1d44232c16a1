package org.memn2n.data.exchange;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.math3.random.RandomGenerator;
import org.memn2n.data.Example;
import org.memn2n.data.PlacedWords;
import org.memn2n.random.RandomStreams;

/**
 * The words of some examples that can be exchanged.
 *
 * @param classes words of which each can take the place of any other of its class
 * @param linked exchanges of several pairs at once
 */
public record WordExchanges(List<List<String>> classes, List<WordExchange> linked) {
    /** Keeps unchangeable lists. */
    public WordExchanges {
        classes = classes.stream().map(List::copyOf).toList();
        linked = List.copyOf(linked);
    }

    /** What can be exchanged in these examples. */
    public static WordExchanges of(List<Example> examples) {
        return ExchangeFinder.find(examples);
    }

    /** Whether nothing can be exchanged. */
    public boolean isEmpty() {
        return classes.isEmpty() && linked.isEmpty();
    }

    /** These words, placed or not, and every word that may come in the place of one. */
    public Set<String> closure(Set<String> words) {
        Set<String> all = new TreeSet<>(words);
        int before;
        do {
            before = all.size();
            for (String word : List.copyOf(all)) {
                for (List<String> members : classes) {
                    if (members.contains(PlacedWords.word(word))) {
                        members.forEach(member -> all.add(PlacedWords.replaced(word, any -> member)));
                    }
                }
                linked.forEach(exchange -> all.add(PlacedWords.replaced(word, exchange::image)));
            }
        } while (all.size() > before);
        return all;
    }

    /** For each word that moves the one that takes its place: any order of each class, any of the linked exchanges or not. */
    public Map<String, String> draw(RandomGenerator random) {
        Map<String, String> images = new HashMap<>();
        for (List<String> words : classes) {
            int[] order = RandomStreams.permutation(words.size(), random);
            for (int i = 0; i < order.length; i++) {
                images.put(words.get(i), words.get(order[i]));
            }
        }
        for (WordExchange exchange : linked) {
            if (random.nextBoolean()) {
                exchange.moved().forEach(word -> images.putIfAbsent(word, word));
                images.replaceAll((word, image) -> exchange.image(image));
            }
        }
        return images;
    }
}
