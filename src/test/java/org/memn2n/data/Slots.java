package org.memn2n.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/** Takes a batch apart into plain lists, for comparison with what a test derives slowly. */
final class Slots {
    /** One memory slot; the time is -1 where there is none. */
    record Slot(List<Integer> words, int time) {}

    private Slots() {}

    static List<List<Slot>> memories(StoryBatch batch) {
        List<List<Slot>> stories = new ArrayList<>();
        for (int b = 0; b < batch.stories(); b++) {
            List<Slot> slots = new ArrayList<>();
            for (int s = batch.slotOffsets()[b]; s < batch.slotOffsets()[b + 1]; s++) {
                WordLists memories = batch.memories();
                slots.add(new Slot(words(memories, s), memories.timed() ? memories.times()[s] : -1));
            }
            stories.add(slots);
        }
        return stories;
    }

    static List<List<Integer>> queries(StoryBatch batch) {
        List<List<Integer>> queries = new ArrayList<>();
        for (int q = 0; q < batch.queries().count(); q++) {
            queries.add(words(batch.queries(), q));
        }
        return queries;
    }

    static List<Integer> list(int[] words) {
        return Arrays.stream(words).boxed().toList();
    }

    private static List<Integer> words(WordLists lists, int sentence) {
        return list(Arrays.copyOfRange(lists.words(), lists.offsets()[sentence], lists.offsets()[sentence + 1]));
    }
}
