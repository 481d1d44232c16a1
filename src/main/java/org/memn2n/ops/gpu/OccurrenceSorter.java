package org.memn2n.ops.gpu;

import java.nio.IntBuffer;
import java.util.Arrays;
import org.memn2n.tensor.WordLists;

/**
 * Sorts where each index occurs, so that the gradient of a table row can be summed by one block, in a fixed
 * order, without atomics. Sorts by counting; the occurrences of an index keep their order.
 *
 * <p>Writes three sections: the indices that occur, rising; where the occurrences of each begin, and the end of
 * all; for each occurrence its sentence. What is scattered is written into arrays first, which are kept from batch
 * to batch, and then copied: element by element into memory outside the heap took twice as long.
 */
final class OccurrenceSorter {
    private int[] next = new int[0];
    private int[] sentence = new int[0];
    private int[] place = new int[0];

    /**
     * Sorts words.
     *
     * @param limit more than every word
     * @param target written from the positions {@code unique}, {@code starts} and {@code sentences} on, and from
     *     {@code positions} on with the place of each occurrence in its sentence, from 1
     * @return how many different words there are
     */
    int words(WordLists host, int limit, IntBuffer target, int unique, int starts, int sentences, int positions) {
        int[] words = host.words();
        int[] offsets = host.offsets();
        makeRoom(limit, words.length);
        int[] counters = next;
        int[] sentenceOf = sentence;
        int[] placeOf = place;
        for (int word : words) {
            counters[word]++;
        }
        int found = begin(limit, target, unique, starts);
        for (int s = 0; s + 1 < offsets.length; s++) {
            int place = 1;
            for (int i = offsets[s]; i < offsets[s + 1]; i++) {
                int word = words[i];
                int at = counters[word];
                counters[word] = at + 1;
                sentenceOf[at] = s;
                placeOf[at] = place++;
            }
        }
        target.put(sentences, sentenceOf, 0, words.length);
        target.put(positions, placeOf, 0, words.length);
        return found;
    }

    /** Sorts one index a sentence, leaving out those below 0; gives how many different ones there are. */
    int times(int[] times, int limit, IntBuffer target, int unique, int starts, int sentences) {
        makeRoom(limit, times.length);
        int count = 0;
        for (int time : times) {
            if (time >= 0) {
                next[time]++;
                count++;
            }
        }
        int found = begin(limit, target, unique, starts);
        for (int s = 0; s < times.length; s++) {
            if (times[s] >= 0) {
                sentence[next[times[s]]++] = s;
            }
        }
        target.put(sentences, sentence, 0, count);
        return found;
    }

    /** Counters of zero, and room for the occurrences. */
    private void makeRoom(int limit, int occurrences) {
        if (next.length < limit) {
            next = new int[Math.max(limit, 2 * next.length)];
        }
        if (sentence.length < occurrences) {
            int size = Math.max(occurrences, 2 * sentence.length);
            sentence = new int[size];
            place = new int[size];
        }
        Arrays.fill(next, 0, limit, 0);
    }

    /** From counts to the position of the first occurrence of each index. */
    private int begin(int limit, IntBuffer target, int unique, int starts) {
        int found = 0;
        int first = 0;
        for (int index = 0; index < limit; index++) {
            int count = next[index];
            next[index] = first;
            if (count > 0) {
                target.put(unique + found, index);
                target.put(starts + found, first);
                found++;
                first += count;
            }
        }
        target.put(starts + found, first);
        return found;
    }
}
