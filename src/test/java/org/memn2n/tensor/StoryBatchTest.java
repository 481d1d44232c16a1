package org.memn2n.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StoryBatchTest {
    private static WordLists sentences(int count) {
        return WordLists.timeless(new int[0], new int[count + 1]);
    }

    private static void assertRefused(String message, int slots, int[] slotOffsets, int queries, int targets) {
        assertThatThrownBy(() -> new StoryBatch(sentences(slots), slotOffsets, sentences(queries), new int[targets]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void storiesMayBeEmptyAndQueriesMissing() {
        StoryBatch batch = new StoryBatch(sentences(3), new int[] {0, 0, 3}, sentences(0), new int[] {5, -1});
        assertThat(batch.stories()).isEqualTo(2);
        assertThat(batch.slots()).isEqualTo(3);
        assertThat(batch).hasToString("StoryBatch[stories=2, slots=3, words=0, targets=[5, -1]]");
        StoryBatch none = new StoryBatch(sentences(0), new int[] {0}, sentences(0), new int[0]);
        assertThat(none.stories()).isZero();
        assertThat(none.slots()).isZero();
    }

    @Test
    void slotOffsetsCoverTheSlots() {
        String message = "slot offsets must start at 0 and end at the number of slots, 3";
        assertRefused(message, 3, new int[0], 0, 0);
        assertRefused(message, 3, new int[] {1, 3}, 1, 1);
        assertRefused(message, 3, new int[] {0, 2}, 1, 1);
        assertRefused(message, 3, new int[] {0, 4}, 1, 1);
        assertRefused("slot offsets fall at story 1", 3, new int[] {0, 2, 1, 3}, 3, 3);
        assertRefused("slot offsets fall at story 0", 3, new int[] {0, -1, 3}, 2, 2);
    }

    @Test
    void everyStoryHasATargetAndAQuery() {
        assertRefused("found 1 targets for 2 stories", 3, new int[] {0, 1, 3}, 2, 1);
        assertRefused("found 3 targets for 2 stories", 3, new int[] {0, 1, 3}, 2, 3);
        assertRefused("found 1 queries for 2 stories", 3, new int[] {0, 1, 3}, 1, 2);
        assertRefused("found 3 queries for 2 stories", 3, new int[] {0, 1, 3}, 3, 2);
        assertRefused("found 1 queries for 0 stories", 0, new int[] {0}, 1, 0);
    }
}
