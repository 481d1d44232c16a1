package org.memn2n.ops.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tally.Fault;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/** Loss, right and wrong answers, and what the tally says of them. */
class CrossEntropyTest {
    private static final float NAN = Float.NaN;

    private final Ops ops = new ScalarBackend(Precision.DOUBLE).newOps();

    /** Stories without sentences, with these targets. */
    static StoryBatch targets(int... targets) {
        WordLists none = WordLists.timeless(new int[0], new int[1]);
        return new StoryBatch(none, new int[targets.length + 1], none, targets);
    }

    private Tensor logits(int classes, float... values) {
        return ops.upload(new HostTensor(Shape.of(values.length / classes, classes), values));
    }

    private Tally.Values score(Tensor logits, int... targets) {
        try (Tally tally = ops.newTally();
                var batch = ops.upload(targets(targets))) {
            ops.crossEntropy(batch, logits, null, tally);
            return ops.read(tally);
        }
    }

    @Test
    void lossAndGradientByHand() {
        Tensor logits = logits(2, (float) Math.log(3), 0, 0, 0);
        Tensor gradient = ops.allocate(Shape.of(2, 2));
        try (Tally tally = ops.newTally()) {
            ops.crossEntropy(ops.upload(targets(0, 1)), logits, gradient, tally);
            Tally.Values values = ops.read(tally);
            assertThat(values.loss()).isCloseTo(Math.log(4.0 / 3) + Math.log(2), within(1e-7));
            assertThat(values.examples()).isEqualTo(2);
            assertThat(values.wrong()).isEqualTo(1); // the first of two equals is class 0
            assertThat(values.fault()).isEqualTo(new Fault(0, Fault.NONE));
        }
        assertThat(ops.download(gradient).values())
                .containsExactly(new float[] {-0.25f, 0.25f, 0.5f, -0.5f}, within(1e-6f));
    }

    @Test
    void sumsAddUpUntilTheyAreReset() {
        try (Tally tally = ops.newTally();
                var batch = ops.upload(targets(0, 0, 1))) {
            Tensor logits = logits(2, 1, 0, 0, 1, 0, 1);
            for (int times = 1; times <= 3; times++) {
                ops.crossEntropy(batch, logits, null, tally);
                assertThat(ops.read(tally).examples()).isEqualTo(3L * times);
                assertThat(ops.read(tally).wrong()).isEqualTo(times);
            }
            ops.reset(tally);
            assertThat(ops.read(tally)).isEqualTo(new Tally.Values(0, 0, 0, new Fault(0, Fault.NONE)));
        }
    }

    @Test
    void aStoryWithoutATargetIsWrongAndTeachesNothing() {
        Tensor logits = logits(3, 5, 1, 2);
        Tensor gradient = logits(3, 9, 9, 9);
        try (Tally tally = ops.newTally()) {
            ops.crossEntropy(ops.upload(targets(-1)), logits, gradient, tally);
            assertThat(ops.read(tally)).isEqualTo(new Tally.Values(0, 1, 1, new Fault(0, Fault.NONE)));
        }
        assertThat(ops.download(gradient).values()).containsOnly(0);
    }

    @Test
    void theFirstOfEqualLogitsIsTheAnswer() {
        Tensor logits = logits(3, 1, 4, 4);
        assertThat(score(logits, 1).wrong()).isZero();
        assertThat(score(logits, 2).wrong()).isEqualTo(1);
        Tensor negative = logits(2, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);
        assertThat(score(negative, 0).wrong()).isZero();
        assertThat(score(negative, 1).wrong()).isEqualTo(1);
    }

    @Test
    void logitsThatAreNotNumbersAreAWrongAnswer() {
        for (int place = 0; place < 3; place++) {
            float[] values = {1, 2, 3};
            values[place] = NAN;
            for (int target = 0; target < 3; target++) {
                Tally.Values found = score(logits(3, values), target);
                assertThat(found.wrong())
                        .as("NaN at " + place + ", target " + target)
                        .isEqualTo(1);
                assertThat(found.fault()).isEqualTo(new Fault(0, Fault.LOSS));
            }
            // Nothing is learnt from a story without a target, so it is no fault either.
            assertThat(score(logits(3, values), -1).wrong()).isEqualTo(1);
            assertThat(score(logits(3, values), -1).fault().present()).isFalse();
        }
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        Tally.Values right = score(logits(2, 1e30f, -1e30f), 0);
        assertThat(right).isEqualTo(new Tally.Values(0, 0, 1, new Fault(0, Fault.NONE)));
        Tally.Values wrong = score(logits(2, 1e4f, -1e4f), 1);
        assertThat(wrong.loss()).isEqualTo(2e4);
        assertThat(wrong.fault().present()).isFalse();
        assertThat(score(logits(3, -1e4f, -1e4f, -1e4f), 2).loss()).isCloseTo(Math.log(3), within(1e-9));
    }

    @Test
    void distributionsSumToOne() {
        Tensor logits = logits(3, 1e4f, 0, -1e4f, -1e4f, -1e4f, -1e4f, 0, (float) Math.log(2), 0);
        ops.distribution(logits, logits);
        assertThat(ops.download(logits).values())
                .containsExactly(new float[] {1, 0, 0, 1 / 3f, 1 / 3f, 1 / 3f, 0.25f, 0.5f, 0.25f}, within(1e-6f));
        Tensor broken = logits(2, NAN, 1);
        ops.distribution(broken, broken);
        assertThat(Arrays.equals(ops.download(broken).values(), new float[] {NAN, NAN}))
                .isTrue();
    }

    @Test
    void nothingIsCountedInAnEmptyBatch() {
        assertThat(score(ops.allocate(Shape.of(0, 4)))).isEqualTo(new Tally.Values(0, 0, 0, new Fault(0, Fault.NONE)));
    }
}
