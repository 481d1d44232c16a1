package org.memn2n.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrappedExamplesTest {
    private static TokenWindows text(int words) {
        return new TokenWindows(IntStream.range(0, words).toArray(), 3, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 0, 4, 12",
        "10, 2, 4, 12",
        "10, 3, 5, 10",
        "10, 9, 4, 12",
        "10, 2, 8, 16",
        "10, 2, 1, 10",
        "10, 1, 3, 12",
        "9, 1, 3, 9"
    })
    void asManyFullBatchesAsAllNeedFromAPositionOnAndAroundTheEnd(int words, int first, int batchSize, int expected) {
        WrappedExamples wrapped = new WrappedExamples(text(words), first, batchSize);
        assertThat(wrapped.size()).isEqualTo(expected);
        int[] numbers = IntStream.range(0, expected).toArray();
        int[] positions = IntStream.range(0, expected)
                .map(i -> first + i % (words - first))
                .toArray();
        assertThat(wrapped.batch(numbers, Noise.none()).targets())
                .isEqualTo(text(words).batch(positions, Noise.none()).targets());
    }

    @ParameterizedTest
    @CsvSource({"10, 10", "10, 11", "0, 0"})
    void nothingToScoreIsAnError(int words, int first) {
        assertThatThrownBy(() -> new WrappedExamples(text(words), first, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing to score");
    }
}
