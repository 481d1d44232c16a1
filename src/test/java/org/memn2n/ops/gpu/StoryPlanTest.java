package org.memn2n.ops.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.memn2n.ops.gpu.StoryPlan.Extents;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.StoryWords;
import org.memn2n.tensor.WordLists;

/** Which stories go through all hops in one launch. */
class StoryPlanTest {
    private static final GpuTraits CUDA = GpuTraits.cuda(1);

    /** A block of one warp. */
    private static final GpuTraits SMALL =
            new GpuTraits(GpuLanguage.CUDA, 1, CUDA.sharedBytes(), GpuTraits.PIECE, CUDA.mostBlocksY());

    /** Shapes of a story: slots, words of a sentence, distinct words, hops, components. */
    @ParameterizedTest
    @CsvSource({
        "10, 7, 30, 3, 20, true", // a bAbI task
        "50, 7, 135, 3, 20, true", // S
        "50, 11, 180, 3, 50, true", // M
        "320, 11, 180, 3, 128, true", // L
        "100, 1, 100, 6, 150, true", // the language model
        "0, 0, 0, 1, 1, true",
        "500, 6, 200, 3, 64, true", // the longest stories that are used
        "20, 6, 100, 9, 20, false", // more hops than pointers
        "100, 1, 3100, 3, 50, true",
        "100, 1, 3300, 3, 50, false", // more words than shared memory
        "1900, 6, 50, 3, 50, true",
        "2100, 6, 50, 3, 50, false", // more slots than shared memory
        "1, 1023, 500, 3, 20, true",
        "1, 1024, 500, 3, 20, false", // more words of a sentence than a place can tell
        "50, 7, 135, 3, 4000, true",
        "50, 7, 135, 3, 6000, false", // more components than shared memory
        "50, 7, 135, 3, 0, false",
    })
    void takesWhatFits(int slots, int sentence, int distinct, int hops, int d, boolean fused) {
        StoryPlan plan = StoryPlan.of(new Extents(slots, sentence, 3 * distinct + 5 * slots), hops, d, CUDA);
        assertThat(plan.fused()).isEqualTo(fused);
        assertThat(plan.sharedBytes()).isLessThanOrEqualTo(48 * 1024 - 1024);
        assertThat(plan.sharedBytes() > 0).isEqualTo(fused);
    }

    @Test
    void countsEveryFloat() {
        StoryPlan plan = StoryPlan.of(new Extents(50, 7, 3 * 135 + 5 * 50), 3, 18, CUDA);
        assertThat(plan.sharedBytes()).isEqualTo(4 * (16 * 128 + 2 * 20 + 3 * 135 + 5 * 50));
        assertThat(StoryPlan.of(new Extents(4096, 1, 0), 1, 1, SMALL).fused()).isFalse();
        assertThat(StoryPlan.of(new Extents(4095, 1, 0), 1, 1, SMALL).fused()).isTrue();
    }

    @Test
    void measuresABatchByItsLargestStory() {
        // Stories: none; {1 2} {} {2 2 3}; {5}. Questions: {1}, {1 1 1 1}, {}.
        StoryBatch batch = new StoryBatch(
                WordLists.timeless(new int[] {1, 2, 2, 2, 3, 5}, new int[] {0, 2, 2, 5, 6}),
                new int[] {0, 0, 3, 4},
                WordLists.timeless(new int[] {1, 1, 1, 1, 1}, new int[] {0, 1, 5, 5}),
                new int[] {-1, 0, 1});
        assertThat(Extents.of(batch, StoryWords.of(batch, 6))).isEqualTo(new Extents(3, 4, 3 * 3 + 5 * 3));
    }
}
