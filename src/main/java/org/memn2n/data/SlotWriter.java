package org.memn2n.data;

import java.util.Arrays;
import org.memn2n.tensor.WordLists;

/** Collects sentences one after the other into the flat form of {@link WordLists}. */
final class SlotWriter {
    private final MemoryLayout layout;
    private int[] words = new int[1024];
    private int wordCount;
    private int[] offsets = new int[256];
    private int[] times = new int[256];
    private int slots;

    SlotWriter(MemoryLayout layout) {
        this.layout = layout;
    }

    /** Adds a sentence of this age, 0 being the newest. */
    void add(int[] sentence, int age) {
        append(sentence);
        if (layout.timeRows() == TimeRows.WORD) {
            append(layout.firstTimeWord() + age);
        }
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
        boolean timed = layout.timeRows() == TimeRows.TABLE;
        return new WordLists(
                Arrays.copyOf(words, wordCount),
                Arrays.copyOf(offsets, slots + 1),
                timed ? Arrays.copyOf(times, slots) : new int[0]);
    }

    private void append(int... added) {
        if (wordCount + added.length > words.length) {
            words = Arrays.copyOf(words, Math.max(2 * words.length, wordCount + added.length));
        }
        System.arraycopy(added, 0, words, wordCount, added.length);
        wordCount += added.length;
    }

    private void endSlot(int time) {
        if (slots + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * offsets.length);
            times = Arrays.copyOf(times, 2 * times.length);
        }
        times[slots] = time;
        slots++;
        offsets[slots] = wordCount;
    }
}
