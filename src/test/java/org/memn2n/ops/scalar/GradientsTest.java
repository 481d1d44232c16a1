package org.memn2n.ops.scalar;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.memn2n.ops.AnswerRows;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Batch;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Hop;
import org.memn2n.ops.HopGradient;
import org.memn2n.ops.Ops;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.GradientCheck;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomInputs.Sizes;

/**
 * The gradient of each operation by central differences. The loss is the inner product of what the
 * operation writes with a random tensor, so that tensor is the gradient that comes from above.
 */
class GradientsTest {
    private static final int B = 4;
    private static final int V = 11;
    private static final int N = 6;
    private static final int D = 5;

    private final Ops ops = new ScalarBackend(Precision.DOUBLE).newOps();
    private final RandomInputs inputs = new RandomInputs(7);
    private final Batch batch = ops.upload(inputs.batch(new Sizes(B, N, V, N, D), V));
    private final int slots = batch.memories().count();

    @AfterEach
    void close() {
        ops.close();
    }

    private Tensor random(int... extents) {
        return ops.upload(inputs.tensor(extents));
    }

    private Tensor zeros(int... extents) {
        return ops.allocate(Shape.of(extents));
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.shape().size(); i++) {
            sum += ((ScalarTensor) a).values()[i] * ((ScalarTensor) b).values()[i];
        }
        return sum;
    }

    private Tensor copyOf(Tensor source) {
        Tensor copy = zeros(source.shape().extents());
        ops.copy(source, copy);
        return copy;
    }

    @ParameterizedTest
    @CsvSource({"BAG_OF_WORDS,0", "PAPER,0", "PAPER,9", "AUTHORS,0", "AUTHORS,9"})
    void embed(PositionWeights weights, int fixedLength) {
        SentenceEncoding encoding = new SentenceEncoding(weights, fixedLength);
        Tensor words = random(V, D);
        Tensor times = random(N, D);
        Tensor above = random(slots, D);
        Tensor vectors = zeros(slots, D);
        DoubleSupplier loss = () -> {
            ops.embed(batch.memories(), encoding, List.of(new EmbeddingTable(words, times)), List.of(vectors));
            return dot(vectors, above);
        };
        EmbeddingTable gradient = new EmbeddingTable(zeros(V, D), zeros(N, D));
        ops.embedGradient(batch.memories(), encoding, List.of(above), List.of(gradient));
        GradientCheck.check("words", loss, words, gradient.words());
        GradientCheck.check("times", loss, times, Objects.requireNonNull(gradient.times()));
    }

    @Test
    void innerProducts() {
        Tensor state = random(B, D);
        Tensor memory = random(slots, D);
        Tensor above = random(slots);
        Tensor scores = zeros(slots);
        DoubleSupplier loss = () -> {
            ops.innerProducts(batch, state, memory, scores);
            return dot(scores, above);
        };
        Tensor stateGradient = zeros(B, D);
        Tensor memoryGradient = zeros(slots, D);
        ops.innerProductsGradient(batch, state, memory, above, stateGradient, memoryGradient);
        GradientCheck.check("state", loss, state, stateGradient);
        GradientCheck.check("memory", loss, memory, memoryGradient);
    }

    @ParameterizedTest
    @CsvSource({"0", "3", "20"})
    void softmax(int width) {
        Tensor scores = random(slots);
        Tensor above = random(slots);
        DoubleSupplier loss = () -> {
            Tensor weights = copyOf(scores);
            ops.softmax(batch, weights, width);
            return dot(weights, above);
        };
        Tensor weights = copyOf(scores);
        ops.softmax(batch, weights, width);
        Tensor gradient = copyOf(above);
        ops.softmaxGradient(batch, weights, gradient);
        GradientCheck.check("scores", loss, scores, gradient);
    }

    @Test
    void weightedSum() {
        Tensor weights = random(slots);
        Tensor output = random(slots, D);
        Tensor above = random(B, D);
        DoubleSupplier loss = () -> {
            Tensor sum = zeros(B, D);
            ops.weightedSum(batch, weights, output, sum);
            return dot(sum, above);
        };
        Tensor weightsGradient = random(slots);
        Tensor outputGradient = zeros(slots, D);
        ops.weightedSumGradient(batch, weights, output, above, weightsGradient, outputGradient);
        GradientCheck.check("weights", loss, weights, weightsGradient);
        GradientCheck.check("output", loss, output, outputGradient);
    }

    @Test
    void linear() {
        Tensor state = random(B, D);
        Tensor map = random(D, D);
        Tensor above = random(B, D);
        Tensor result = zeros(B, D);
        DoubleSupplier loss = () -> {
            ops.linear(state, map, result);
            return dot(result, above);
        };
        Tensor stateGradient = random(B, D);
        Tensor mapGradient = zeros(D, D);
        ops.linearGradient(state, map, above, stateGradient, mapGradient);
        GradientCheck.check("state", loss, state, stateGradient);
        GradientCheck.check("map", loss, map, mapGradient);
    }

    @ParameterizedTest
    @CsvSource({"0", "2"})
    void relu(int firstRectified) {
        Tensor state = random(B, D);
        Tensor above = random(B, D);
        DoubleSupplier loss = () -> {
            Tensor rectified = copyOf(state);
            ops.relu(rectified, firstRectified);
            return dot(rectified, above);
        };
        Tensor rectified = copyOf(state);
        ops.relu(rectified, firstRectified);
        Tensor gradient = copyOf(above);
        ops.reluGradient(rectified, firstRectified, gradient);
        GradientCheck.check("state", loss, state, gradient);
    }

    @ParameterizedTest
    @EnumSource(Attention.class)
    void hop(Attention attention) {
        Tensor next = zeros(B, D);
        Hop hop = new Hop(
                random(B, D), random(slots, D), random(slots, D), random(D, D), attention, N, 3, zeros(slots), next);
        Tensor above = random(B, D);
        DoubleSupplier loss = () -> {
            ops.hop(batch, hop);
            return dot(next, above);
        };
        ops.hop(batch, hop);
        HopGradient gradient = new HopGradient(
                copyOf(above), random(B, D), zeros(slots, D), zeros(slots, D), zeros(D, D), random(slots));
        ops.hopGradient(batch, hop, gradient);
        GradientCheck.check("state", loss, hop.state(), gradient.state());
        GradientCheck.check("memory", loss, hop.memory(), gradient.memory());
        GradientCheck.check("output", loss, hop.output(), gradient.output());
        GradientCheck.check("map", loss, Objects.requireNonNull(hop.map()), Objects.requireNonNull(gradient.map()));
    }

    @Test
    void answer() {
        Tensor state = random(B, D);
        Tensor words = random(V, D);
        AnswerRows rows = ops.uploadRows(new int[] {3, 3, 0, 10, 7});
        Tensor above = random(B, rows.count());
        Tensor logits = zeros(B, rows.count());
        DoubleSupplier loss = () -> {
            ops.answer(state, words, rows, logits);
            return dot(logits, above);
        };
        Tensor stateGradient = random(B, D);
        Tensor wordsGradient = zeros(V, D);
        ops.answerGradient(state, words, rows, above, stateGradient, wordsGradient);
        GradientCheck.check("state", loss, state, stateGradient);
        GradientCheck.check("words", loss, words, wordsGradient);
    }

    @Test
    void crossEntropy() {
        Tensor logits = random(B, V);
        Tensor gradient = random(B, V);
        Tally tally = ops.newTally();
        DoubleSupplier loss = () -> {
            ops.reset(tally);
            ops.crossEntropy(batch, logits, null, tally);
            return ops.read(tally).loss();
        };
        ops.crossEntropy(batch, logits, gradient, tally);
        GradientCheck.check("logits", loss, logits, gradient);
    }

    @Test
    void theCheckItselfNoticesAWrongGradient() {
        Tensor state = ops.upload(new HostTensor(Shape.of(1, 2), new float[] {1, 2}));
        DoubleSupplier loss = () -> dot(state, state);
        Tensor wrong = ops.upload(new HostTensor(Shape.of(1, 2), new float[] {2, 4.0001f}));
        assertThatThrownBy(() -> GradientCheck.check("planted", loss, state, wrong))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("planted[1]");
        Map.of("not a number", Float.NaN, "infinite", Float.POSITIVE_INFINITY).forEach((what, value) -> {
            Tensor bad = ops.upload(new HostTensor(Shape.of(1, 2), new float[] {2, value}));
            assertThatThrownBy(() -> GradientCheck.check(what, loss, state, bad))
                    .isInstanceOf(AssertionError.class);
        });
    }
}
