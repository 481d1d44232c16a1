package org.memn2n.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomInputs.Sizes;

/** The distinct words of stories. */
class StoryWordsTest {
    @Test
    void wordsAreListedOnceAStory() {
        // Stories: {7 0 7} {}; none; {0 3} {0}.
        StoryBatch batch = new StoryBatch(
                WordLists.timeless(new int[] {7, 0, 7, 0, 3, 0}, new int[] {0, 3, 3, 5, 6}),
                new int[] {0, 2, 2, 4},
                WordLists.timeless(new int[0], new int[] {0}),
                new int[] {0, 0, 0});
        StoryWords words = StoryWords.of(batch, 8);

        assertThat(words.offsets()).containsExactly(0, 2, 2, 4);
        assertThat(words.words()).containsExactly(7, 0, 0, 3);
        assertThat(words.local()).containsExactly(0, 1, 0, 0, 1, 0);
        assertThat(words.placeOffsets()).containsExactly(0, 2, 3, 5, 6);
        assertThat(words.count()).isEqualTo(4);
    }

    /** Against lists that are searched. */
    @Test
    void agreesWithASearch() {
        for (Sizes sizes : RandomInputs.sizes()) {
            StoryBatch batch = new RandomInputs(3).batch(sizes, sizes.words());
            StoryWords words = StoryWords.of(batch, sizes.words());
            List<Integer> distinct = new ArrayList<>();
            int[] sentences = batch.memories().offsets();
            for (int b = 0; b < batch.stories(); b++) {
                List<Integer> own = new ArrayList<>();
                for (int i = sentences[batch.slotOffsets()[b]]; i < sentences[batch.slotOffsets()[b + 1]]; i++) {
                    int word = batch.memories().words()[i];
                    if (!own.contains(word)) {
                        own.add(word);
                    }
                    assertThat(words.local()[i]).isEqualTo(own.indexOf(word));
                }
                assertThat(words.offsets()[b]).isEqualTo(distinct.size());
                distinct.addAll(own);
                for (int e = words.offsets()[b]; e < words.offsets()[b + 1]; e++) {
                    int places = 0;
                    for (int i = sentences[batch.slotOffsets()[b]]; i < sentences[batch.slotOffsets()[b + 1]]; i++) {
                        places += batch.memories().words()[i] == words.words()[e] ? 1 : 0;
                    }
                    assertThat(words.placeOffsets()[e + 1] - words.placeOffsets()[e])
                            .isEqualTo(places);
                }
            }
            assertThat(words.words())
                    .containsExactly(
                            distinct.stream().mapToInt(Integer::intValue).toArray());
            assertThat(words.placeOffsets()[words.count()])
                    .isEqualTo(batch.memories().words().length);
        }
    }
}
