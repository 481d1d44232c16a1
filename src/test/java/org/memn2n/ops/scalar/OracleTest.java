package org.memn2n.ops.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.Batch;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Ops;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.SpectralNorm;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;
import org.memn2n.testkit.Close;
import org.memn2n.testkit.RandomInputs;

/** The matrix parts of the reference against commons-math, which knows nothing of it. */
class OracleTest {
    private static final double EXACT = 1e-12;

    private final Ops ops = new ScalarBackend(Precision.DOUBLE).newOps();
    private final RandomInputs inputs = new RandomInputs(11);

    private Tensor random(int... extents) {
        return ops.upload(inputs.tensor(extents));
    }

    private static RealMatrix matrix(Tensor tensor) {
        int columns = tensor.shape().extent(1);
        RealMatrix matrix = new Array2DRowRealMatrix(tensor.shape().extent(0), columns);
        double[] values = ((ScalarTensor) tensor).values();
        for (int i = 0; i < tensor.shape().size(); i++) {
            matrix.setEntry(i / columns, i % columns, values[i]);
        }
        return matrix;
    }

    private static void assertSame(String what, Tensor found, RealMatrix expected) {
        double[] flat = new double[expected.getRowDimension() * expected.getColumnDimension()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = expected.getEntry(i / expected.getColumnDimension(), i % expected.getColumnDimension());
        }
        Close.assertClose(what, ((ScalarTensor) found).values(), flat, EXACT);
    }

    /** One story of {@code slots} one-word sentences, each of another word. */
    private static StoryBatch story(int slots) {
        int[] words = new int[slots];
        int[] offsets = new int[slots + 1];
        for (int i = 0; i < slots; i++) {
            words[i] = slots - 1 - i;
            offsets[i + 1] = i + 1;
        }
        WordLists question = WordLists.timeless(new int[] {0}, new int[] {0, 1});
        return new StoryBatch(WordLists.timeless(words, offsets), new int[] {0, slots}, question, new int[] {0});
    }

    @Test
    void innerProductsAndWeightedSumAreMatrixProducts() {
        Batch batch = ops.upload(story(17));
        Tensor state = random(1, 9);
        Tensor memory = random(17, 9);
        Tensor scores = random(17);
        ops.innerProducts(batch, state, memory, scores);
        ops.resize(scores, Shape.of(17, 1));
        assertSame("scores", scores, matrix(memory).multiply(matrix(state).transpose()));

        Tensor sum = ops.allocate(Shape.of(1, 9));
        RealMatrix expected = matrix(scores).transpose().multiply(matrix(memory));
        ops.resize(scores, Shape.of(17));
        ops.weightedSum(batch, scores, memory, sum);
        assertSame("sum", sum, expected);
    }

    @Test
    void linearAndAnswerAreMatrixProducts() {
        Tensor state = random(6, 7);
        Tensor map = random(7, 7);
        Tensor words = random(19, 7);
        Tensor mapped = random(6, 7);
        Tensor logits = random(6, 19);
        ops.linear(state, map, mapped);
        ops.answer(state, words, null, logits);
        assertSame("mapped", mapped, matrix(state).multiply(matrix(map).transpose()));
        assertSame("logits", logits, matrix(state).multiply(matrix(words).transpose()));

        Tensor stateGradient = random(6, 7);
        Tensor wordsGradient = ops.allocate(Shape.of(19, 7));
        ops.answerGradient(state, words, null, logits, stateGradient, wordsGradient);
        assertSame("state gradient", stateGradient, matrix(logits).multiply(matrix(words)));
        assertSame("words gradient", wordsGradient, matrix(logits).transpose().multiply(matrix(state)));
    }

    @Test
    void aBagOfOneWordIsARowOfTheTable() {
        Tensor table = random(5, 4);
        Tensor vectors = random(5, 4);
        Batch batch = ops.upload(story(5));
        ops.embed(
                batch.memories(),
                new SentenceEncoding(PositionWeights.BAG_OF_WORDS, 0),
                List.of(new EmbeddingTable(table, null)),
                List.of(vectors));
        RealMatrix reversal = MatrixUtils.createRealMatrix(5, 5);
        for (int i = 0; i < 5; i++) {
            reversal.setEntry(i, 4 - i, 1);
        }
        assertSame("vectors", vectors, reversal.multiply(matrix(table)));
    }

    @Test
    void spectralNormIsTheLargestSingularValue() {
        for (int[] extents : new int[][] {{1, 1}, {7, 1}, {1, 7}, {3, 8}, {40, 20}, {20, 20}}) {
            Tensor tensor = random(extents);
            double expected = new SingularValueDecomposition(matrix(tensor)).getNorm();
            assertThat(SpectralNorm.ofGram(Update.gram((ScalarTensor) tensor))).isCloseTo(expected, within(expected));
        }
        assertThat(SpectralNorm.ofGram(Update.gram((ScalarTensor) ops.allocate(Shape.of(4, 3)))))
                .isZero();
    }

    private static Offset<Double> within(double value) {
        return Offset.offset(1e-10 * value);
    }
}
