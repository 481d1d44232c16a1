package org.memn2n.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.memn2n.testkit.Stories;

class StoryStatisticsTest {
    private static final List<Example> TRAINING = Stories.read("""
            1 Emma went to the attic.
            2 Where is Emma?\tattic\t1
            3 Nora went to the barn.
            4 Nora ran to the attic.
            5 Where is Nora?\tbarn\t3
            1 Nora went to the barn.
            2 Where is Nora?\tbarn\t1
            """);

    @Test
    void guessesAreLearnedFromTrainingAndScoredOnTheTest() {
        List<Example> test = Stories.read("""
                1 Emma went to the attic.
                2 Is where Emma?\tattic\t1
                3 Where is Nora?\tbarn\t1
                4 Where is Hugo?\tbarn\t1
                5 Where is Nora?\tcellar\t1
                """);
        assertThat(StoryStatistics.of(TRAINING, test))
                .isEqualTo(new StoryStatistics(3, 5.0 / 3, 3, 10, 2, 2.0 / 4, 3.0 / 4));
    }
}
