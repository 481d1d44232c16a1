package org.memn2n.ops.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;
import org.memn2n.testkit.Close;
import org.memn2n.testkit.RandomInputs;

/** The softmax over slots, with the empty ones that count and those that do not. */
class SoftmaxTest {
    private static final double EXACT = 1e-12;

    private final Ops ops = new ScalarBackend(Precision.DOUBLE).newOps();

    /** Stories of so many slots, whose sentences have no words. */
    private Batch stories(int... slots) {
        int[] offsets = new int[slots.length + 1];
        for (int b = 0; b < slots.length; b++) {
            offsets[b + 1] = offsets[b] + slots[b];
        }
        WordLists sentences = WordLists.timeless(new int[0], new int[offsets[slots.length] + 1]);
        int[] targets = new int[slots.length];
        Arrays.fill(targets, -1);
        return ops.upload(new StoryBatch(sentences, offsets, WordLists.timeless(new int[0], new int[1]), targets));
    }

    private Tensor numbers(double... values) {
        Tensor tensor = ops.allocate(Shape.of(values.length));
        System.arraycopy(values, 0, ((ScalarTensor) tensor).values(), 0, values.length);
        return tensor;
    }

    private double[] softmax(Batch batch, int width, double... scores) {
        Tensor tensor = numbers(scores);
        ops.softmax(batch, tensor, width);
        return ((ScalarTensor) tensor).values();
    }

    private void assertSoftmax(Batch batch, int width, double[] scores, double... expected) {
        String what = "softmax of " + Arrays.toString(scores) + " width " + width;
        Close.assertClose(what, softmax(batch, width, scores), expected, EXACT);
    }

    @Test
    void hugeScoresDoNotOverflow() {
        for (int width : new int[] {0, 1, 3}) {
            assertSoftmax(stories(3), width, new double[] {1e4, 0, -1e4}, 1, 0, 0);
            assertSoftmax(stories(2), Math.min(width, 2), new double[] {1e4, 1e4}, 0.5, 0.5);
        }
        assertSoftmax(stories(2), 0, new double[] {-1e4, -1e4 + Math.log(3)}, 0.25, 0.75);
        assertSoftmax(stories(1), 0, new double[] {-1e4}, 1);
        assertSoftmax(stories(1), 0, new double[] {-1e38}, 1);
        assertSoftmax(stories(1, 2), 0, new double[] {-1e38, 1e38, -1e38}, 1, 1, 0);
    }

    /** Against slots of score 0, scores far below weigh nothing, and far above everything. */
    @Test
    void hugeScoresBesideEmptySlots() {
        assertSoftmax(stories(1), 5, new double[] {-1e4}, 0);
        assertSoftmax(stories(1), 5, new double[] {1e4}, 1);
        assertSoftmax(stories(1), Integer.MAX_VALUE, new double[] {0}, 1.0 / Integer.MAX_VALUE);
    }

    @Test
    void equalScoresWeighTheSame() {
        for (double score : new double[] {0, -3, 700, -1e4}) {
            assertSoftmax(stories(4), 0, new double[] {score, score, score, score}, 0.25, 0.25, 0.25, 0.25);
        }
    }

    @Test
    void emptyStoriesHaveNoWeights() {
        for (int width : new int[] {0, 4}) {
            assertThat(softmax(stories(0), width)).isEmpty();
            assertThat(softmax(stories(), width)).isEmpty();
        }
        assertSoftmax(stories(0, 1, 0, 0, 2, 0), 0, new double[] {7, 1, 1}, 1, 0.5, 0.5);
    }

    @Test
    void emptySlotsUpToTheWidthTakeTheirShare() {
        double[] scores = {Math.log(2), 0};
        assertSoftmax(stories(2), 0, scores, 2 / 3.0, 1 / 3.0);
        assertSoftmax(stories(2), 1, scores, 2 / 3.0, 1 / 3.0); // smaller than the slots: as if masked
        assertSoftmax(stories(2), 2, scores, 2 / 3.0, 1 / 3.0);
        assertSoftmax(stories(2), 3, scores, 2 / 4.0, 1 / 4.0);
        assertSoftmax(stories(2), 7, scores, 2 / 8.0, 1 / 8.0);
        assertSoftmax(stories(1, 1), 2, scores, 2 / 3.0, 1 / 2.0); // by story
    }

    @Test
    void weightsSumToOneWithTheEmptySlots() {
        for (int seed = 0; seed < 20; seed++) {
            RandomInputs inputs = new RandomInputs(seed);
            int slots = 1 + inputs.number(40);
            int width = inputs.number(60);
            float[] scores = inputs.scaled(5, slots).values();
            double[] weights = softmax(stories(slots), width, Close.doubles(scores));
            double shares = 0;
            for (float score : scores) {
                shares += Math.exp(score);
            }
            double expected = shares / (shares + Math.max(0, width - slots));
            double sum = Arrays.stream(weights).sum();
            Close.assertClose("seed " + seed, new double[] {sum}, new double[] {expected}, EXACT);
        }
    }

    @Test
    void theComparisonNoticesAnotherWidth() {
        assertThatThrownBy(() -> assertSoftmax(stories(2), 3, new double[] {0, 0}, 0.5, 0.5))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void theGradientByHand() {
        Tensor gradient = numbers(3, 1, 5);
        ops.softmaxGradient(stories(2, 0, 1), numbers(0.25, 0.75, 1), gradient);
        assertThat(((ScalarTensor) gradient).values()).containsExactly(0.25 * 1.5, 0.75 * -0.5, 0);
    }
}
