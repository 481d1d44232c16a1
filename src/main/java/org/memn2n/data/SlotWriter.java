package org.memn2n.data;

import java.util.Arrays;
import org.memn2n.tensor.WordLists;

/** Collects sentences one after the other into the flat form of {@link WordLists}. */
final class SlotWriter {
    private final MemoryLayout layout;
    private final int[] words;
    private final int[] offsets;
    private final int[] times;
    private int wordCount;
    private int slots;

    /** A writer of at most so many words, time words left out, and slots. */
    SlotWriter(MemoryLayout layout, int mostWords, int mostSlots) {
        this.layout = layout;
        boolean timeWords = layout.timeRows() == TimeRows.WORD;
        this.words = new int[timeWords ? Math.addExact(mostWords, mostSlots) : mostWords];
        this.offsets = new int[mostSlots + 1];
        this.times = new int[layout.timeRows() == TimeRows.TABLE ? mostSlots : 0];
    }

    /** Adds a sentence of this age, 0 being the newest. */
    void add(int[] sentence, int age) {
        int end = wordCount;
        for (int word : sentence) {
            words[end++] = word;
        }
        if (layout.timeRows() == TimeRows.WORD) {
            words[end++] = layout.firstTimeWord() + age;
        }
        wordCount = end;
        endSlot(age);
    }

    /** Adds a slot without words, time word or temporal row. */
    void addEmpty() {
        endSlot(-1);
    }

    /** The number of slots so far. */
    int slots() {
        return slots;
    }

    WordLists toWordLists() {
        return new WordLists(
                trimmed(words, wordCount), trimmed(offsets, slots + 1), trimmed(times, Math.min(times.length, slots)));
    }

    private static int[] trimmed(int[] array, int length) {
        return array.length == length ? array : Arrays.copyOf(array, length);
    }

    private void endSlot(int time) {
        if (times.length > 0) {
            times[slots] = time;
        }
        slots++;
        offsets[slots] = wordCount;
    }
}
