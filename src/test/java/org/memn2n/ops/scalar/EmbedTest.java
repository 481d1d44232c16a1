package org.memn2n.ops.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Ops;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/** Sentences by hand: repeated words, the null word, temporal rows. */
class EmbedTest {
    private static final SentenceEncoding BAG = new SentenceEncoding(PositionWeights.BAG_OF_WORDS, 0);
    private static final SentenceEncoding PAPER = new SentenceEncoding(PositionWeights.PAPER, 0);

    private final Ops ops = new ScalarBackend(Precision.SINGLE).newOps();
    private final Tensor words = tensor(2, 0, 0, 1, 10, 2, 20, 4, 40);
    private final Tensor times = tensor(2, 100, 1000, 200, 2000);

    private Tensor tensor(int columns, float... values) {
        return ops.upload(new HostTensor(Shape.of(values.length / columns, columns), values));
    }

    private static WordLists sentence(int time, int... ids) {
        return new WordLists(ids, new int[] {0, ids.length}, new int[] {time});
    }

    private float[] embed(WordLists sentences, SentenceEncoding encoding, @Nullable Tensor timeTable) {
        Tensor vectors = tensor(2, new float[2 * sentences.count()]);
        ops.fill(vectors, 9);
        try (var batch = ops.upload(story(sentences))) {
            ops.embed(batch.memories(), encoding, List.of(new EmbeddingTable(words, timeTable)), List.of(vectors));
        }
        return ops.download(vectors).values();
    }

    private static StoryBatch story(WordLists sentences) {
        WordLists none = WordLists.timeless(new int[0], new int[1]);
        return new StoryBatch(sentences, new int[] {0, sentences.count()}, none, new int[] {-1});
    }

    @Test
    void repeatedWordsCountAsOftenAsTheyAreThere() {
        assertThat(embed(sentence(-1, 3, 1, 3), BAG, null)).containsExactly(9, 90);
        // Paper, J = 3, d = 2: l(j,1) = 1/2 and l(j,2) = j/3 for all j.
        assertThat(embed(sentence(-1, 3, 1, 3), PAPER, null)).containsExactly(4.5f, (40 + 20 + 120) / 3f);
    }

    @Test
    void theNullWordAddsNothingButKeepsItsPosition() {
        assertThat(embed(sentence(-1, 1, 0), BAG, null)).containsExactly(1, 10);
        // At position 1 of 2 the second component weighs 1/2, at position 2 of 2 it weighs 1.
        assertThat(embed(sentence(-1, 1, 0), PAPER, null)).containsExactly(0.5f, 5);
        assertThat(embed(sentence(-1, 0, 1), PAPER, null)).containsExactly(0.5f, 10);
        assertThat(embed(sentence(-1, 1), PAPER, null)).containsExactly(0.5f, 10);
    }

    @Test
    void theTemporalRowIsAddedUnlessItIsMinusOne() {
        assertThat(embed(sentence(1, 1), BAG, times)).containsExactly(201, 2010);
        assertThat(embed(sentence(0, 1), BAG, times)).containsExactly(101, 1010);
        assertThat(embed(sentence(-1, 1), BAG, times)).containsExactly(1, 10);
        assertThat(embed(sentence(1, 1), BAG, null)).containsExactly(1, 10);
        assertThat(embed(sentence(1), BAG, times)).containsExactly(200, 2000);
        assertThat(embed(sentence(-1), PAPER, times)).containsExactly(0, 0);
        assertThat(embed(WordLists.timeless(new int[] {1}, new int[] {0, 1}), BAG, times))
                .containsExactly(1, 10);
    }

    @Test
    void aFixedLengthStandsForEverySentence() {
        SentenceEncoding four = new SentenceEncoding(PositionWeights.PAPER, 4);
        // J = 4, d = 2: l(1,1) = 1/2, l(1,2) = 1/4.
        assertThat(embed(sentence(-1, 2), four, null)).containsExactly(1, 5);
    }

    @Test
    void theGradientGoesToEachWordAndRowThatWasUsed() {
        EmbeddingTable gradient = new EmbeddingTable(tensor(2, new float[8]), tensor(2, new float[4]));
        Tensor timeGradient = Objects.requireNonNull(gradient.times());
        ops.fill(timeGradient, 1);
        WordLists sentences = new WordLists(new int[] {3, 0, 3, 1}, new int[] {0, 3, 3, 4}, new int[] {1, -1, 1});
        try (var batch = ops.upload(story(sentences))) {
            ops.embedGradient(batch.memories(), BAG, List.of(tensor(2, 1, 2, 5, 5, 10, 20)), List.of(gradient));
        }
        assertThat(ops.download(gradient.words()).values()).containsExactly(1, 2, 10, 20, 0, 0, 2, 4);
        assertThat(ops.download(timeGradient).values()).containsExactly(1, 1, 12, 23);
    }
}
