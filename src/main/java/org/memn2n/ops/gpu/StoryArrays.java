package org.memn2n.ops.gpu;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.StoryWords;
import org.memn2n.tensor.WordLists;

/**
 * A batch as the kernels of whole stories read it: a list of where each array begins, then the arrays. What each
 * holds is said in {@code story.cuh}.
 */
final class StoryArrays {
    /** The arrays in the order of {@code enum BatchArray}. */
    enum Array {
        SLOT_OFFSETS,
        SLOT_TIMES,
        SENTENCE_OFFSETS,
        LOCAL_WORDS,
        DISTINCT_OFFSETS,
        DISTINCT_WORDS,
        DISTINCT_ORDER,
        PLACE_OFFSETS,
        PLACES,
        QUESTION_OFFSETS,
        QUESTION_WORDS,
        ROWS,
        ROW_OFFSETS,
        ROW_STORIES,
        ROW_QUESTIONS,
        QUESTION_STORIES,
        QUESTION_PLACES,
        TIME_ROWS,
        TIME_OFFSETS,
        TIME_SLOTS,
        TIME_STORIES
    }

    private final PackedIndices packed;
    private final Map<Array, Integer> sections = new EnumMap<>(Array.class);
    private final int[] list = new int[Array.values().length]; // in ints from the list itself
    private final int start;
    private BatchLayout layout = BatchLayout.of(new int[0]);
    private final int distinct;
    private final int rows;
    private final int times;
    private final int rowLimit;
    private final StoryPlan.Extents extents;

    /** Adds the arrays of a batch to {@code packed}. */
    StoryArrays(StoryBatch host, int wordLimit, int timeLimit, PackedIndices packed) {
        this.packed = packed;
        this.start = packed.add(list);
        StoryWords words = StoryWords.of(host, wordLimit);
        this.distinct = words.count();
        this.extents = StoryPlan.Extents.of(host, words);
        add(Array.SLOT_OFFSETS, host.slotOffsets());
        add(Array.SLOT_TIMES, times(host.memories()));
        add(Array.SENTENCE_OFFSETS, host.memories().offsets());
        add(Array.LOCAL_WORDS, words.local());
        add(Array.DISTINCT_OFFSETS, words.offsets());
        add(Array.DISTINCT_WORDS, words.words());
        add(Array.PLACE_OFFSETS, words.placeOffsets());
        add(Array.PLACES, places(host, words));
        add(Array.QUESTION_OFFSETS, host.queries().offsets());
        add(Array.QUESTION_WORDS, host.queries().words());
        this.rowLimit = GpuBatch.limit(words.words(), host.queries().words());
        this.rows = addRows(host, words, rowLimit);
        this.times = addTimes(host, timeLimit);
    }

    /** Says where the sections lie, before they are written. */
    void lie(BatchLayout placed) {
        layout = placed;
        int next = 0;
        for (int section : sections.values()) { // in the order of the enum
            list[next++] = placed.index(section) - placed.index(start);
        }
    }

    private void add(Array array, int[] values) {
        sections.put(array, packed.add(values));
    }

    private static int[] times(WordLists memories) {
        if (memories.timed()) {
            return memories.times();
        }
        int[] none = new int[memories.count()];
        Arrays.fill(none, -1);
        return none;
    }

    /** As {@code struct Place} unpacks it; only the plan keeps its parts from being too large. */
    private static int place(int slot, int position, int length) {
        return slot << 20 | position << 10 | length;
    }

    /** The places of each distinct word, in the order of the text. */
    private static int[] places(StoryBatch host, StoryWords words) {
        int[] sentences = host.memories().offsets();
        int[] next = Arrays.copyOf(words.placeOffsets(), words.count());
        int[] places = new int[words.local().length];
        for (int b = 0; b < host.stories(); b++) {
            int first = host.slotOffsets()[b];
            int distinct = words.offsets()[b];
            for (int slot = first; slot < host.slotOffsets()[b + 1]; slot++) {
                int begin = sentences[slot];
                int length = sentences[slot + 1] - begin;
                for (int j = 0; j < length; j++) {
                    places[next[distinct + words.local()[begin + j]]++] = place(slot - first, j + 1, length);
                }
            }
        }
        return places;
    }

    /** The rows that occur in memories or questions, with the stories and the places in questions of each. */
    private int addRows(StoryBatch host, StoryWords words, int limit) {
        int[] asked = host.queries().words();
        int[] inStories = firstOf(words.words(), limit);
        int[] inQuestions = firstOf(asked, limit);
        int[] rows = new int[Math.min(limit, words.count() + asked.length)];
        int[] rowOffsets = new int[rows.length + 1];
        int[] rowQuestions = new int[rows.length + 1];
        int found = 0;
        for (int row = 0; row < limit; row++) {
            if (inStories[row + 1] > inStories[row] || inQuestions[row + 1] > inQuestions[row]) {
                rows[found] = row;
                rowOffsets[found] = inStories[row];
                rowQuestions[found++] = inQuestions[row];
            }
        }
        rowOffsets[found] = words.count();
        rowQuestions[found] = asked.length;
        add(Array.ROWS, Arrays.copyOf(rows, found));
        add(Array.ROW_OFFSETS, Arrays.copyOf(rowOffsets, found + 1));
        add(Array.ROW_QUESTIONS, Arrays.copyOf(rowQuestions, found + 1));
        addStoriesOfRows(words, inStories);
        addQuestionsOfRows(host.queries(), inQuestions);
        return found;
    }

    /** Where the occurrences of each index begin when they are sorted, and the end of all. */
    private static int[] firstOf(int[] indices, int limit) {
        int[] first = new int[limit + 1];
        for (int index : indices) {
            first[index + 1]++;
        }
        for (int index = 0; index < limit; index++) {
            first[index + 1] += first[index];
        }
        return first;
    }

    /** @param next where the next distinct word of each row goes; used up */
    private void addStoriesOfRows(StoryWords words, int[] next) {
        int[] order = new int[words.count()];
        int[] stories = new int[words.count()];
        for (int b = 0; b + 1 < words.offsets().length; b++) {
            for (int e = words.offsets()[b]; e < words.offsets()[b + 1]; e++) {
                order[e] = next[words.words()[e]]++;
                stories[order[e]] = b;
            }
        }
        add(Array.DISTINCT_ORDER, order);
        add(Array.ROW_STORIES, stories);
    }

    /** @param next where the next place of each row goes; used up */
    private void addQuestionsOfRows(WordLists questions, int[] next) {
        int[] stories = new int[questions.words().length];
        int[] places = new int[questions.words().length];
        for (int b = 0; b < questions.count(); b++) {
            int first = questions.offsets()[b];
            int length = questions.offsets()[b + 1] - first;
            for (int j = 0; j < length; j++) {
                int at = next[questions.words()[first + j]]++;
                stories[at] = b;
                places[at] = place(0, j + 1, length);
            }
        }
        add(Array.QUESTION_STORIES, stories);
        add(Array.QUESTION_PLACES, places);
    }

    private int addTimes(StoryBatch host, int timeLimit) {
        SortedOccurrences sorted = SortedOccurrences.of(host.memories().times(), timeLimit);
        int[] storyOfSlots = GpuBatch.storyOfSlots(host);
        int[] stories = new int[sorted.order().length];
        for (int i = 0; i < stories.length; i++) {
            stories[i] = storyOfSlots[sorted.order()[i]];
        }
        add(Array.TIME_ROWS, sorted.unique());
        add(Array.TIME_OFFSETS, sorted.starts());
        add(Array.TIME_SLOTS, sorted.order());
        add(Array.TIME_STORIES, stories);
        return sorted.unique().length;
    }

    /** The byte in the buffer where the list of arrays begins. */
    int start() {
        return layout.offset(start);
    }

    /** The byte in the buffer where an array begins. */
    int of(Array array) {
        return layout.offset(Objects.requireNonNull(sections.get(array)));
    }

    /** Distinct words of all stories. */
    int distinct() {
        return distinct;
    }

    /** Rows of the word tables that occur. */
    int rows() {
        return rows;
    }

    /** One more than the largest of them. */
    int rowLimit() {
        return rowLimit;
    }

    /** Rows of the time tables that occur. */
    int times() {
        return times;
    }

    StoryPlan.Extents extents() {
        return extents;
    }
}
