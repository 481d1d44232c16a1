package org.memn2n.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WordListsTest {
    private static final int[] NONE = {};

    private static void assertRefused(String message, int[] words, int[] offsets, int[] times) {
        assertThatThrownBy(() -> new WordLists(words, offsets, times))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void sentencesMayBeEmpty() {
        WordLists lists = new WordLists(new int[] {4, 0, 4}, new int[] {0, 0, 2, 3, 3}, new int[] {3, 2, -1, 0});
        assertThat(lists.count()).isEqualTo(4);
        assertThat(lists.timed()).isTrue();
        assertThat(WordLists.timeless(NONE, new int[] {0}).count()).isZero();
        assertThat(WordLists.timeless(NONE, new int[] {0, 0, 0}).count()).isEqualTo(2);
        assertThat(WordLists.timeless(NONE, new int[] {0, 0}).timed()).isFalse();
    }

    @Test
    void offsetsCoverTheWords() {
        String message = "offsets must start at 0 and end at the number of words, 2";
        int[] words = {1, 2};
        assertRefused(message, words, NONE, NONE);
        assertRefused(message, words, new int[] {1, 2}, NONE);
        assertRefused(message, words, new int[] {0, 1}, NONE);
        assertRefused(message, words, new int[] {0, 3}, NONE);
        assertRefused(message, words, new int[] {0}, NONE);
    }

    @Test
    void offsetsNeverFall() {
        assertRefused("offsets fall at sentence 1: from 2 to 1", new int[2], new int[] {0, 2, 1, 2}, NONE);
        assertRefused("offsets fall at sentence 0: from 0 to -1", new int[2], new int[] {0, -1, 2}, NONE);
        assertRefused("offsets fall at sentence 1: from 3 to 2", new int[2], new int[] {0, 3, 2}, NONE);
    }

    @Test
    void everySentenceHasATimeOrNone() {
        assertRefused("found 1 times for 2 sentences", new int[2], new int[] {0, 1, 2}, new int[1]);
        assertRefused("found 3 times for 2 sentences", new int[2], new int[] {0, 1, 2}, new int[3]);
        assertRefused("found 1 times for 0 sentences", NONE, new int[] {0}, new int[1]);
    }
}
