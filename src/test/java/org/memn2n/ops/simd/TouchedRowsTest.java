package org.memn2n.ops.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Clip;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Ops;
import org.memn2n.ops.StoryPass;
import org.memn2n.ops.StoryPass.HopMemories;
import org.memn2n.ops.StoryPassGradient;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomInputs.Sizes;
import org.memn2n.testkit.StoryCases;

/** Updates of the rows that a batch has touched are those of all rows, and no row is forgotten. */
class TouchedRowsTest {
    private static final int WORDS = 14_000;
    private static final int D = 37;
    private static final UpdateRule RULE = new UpdateRule(0.5, 1, new Clip(Clip.Kind.GLOBAL, 0.7));

    @Test
    void namesRowsOnceAndInOrder() {
        TouchedRows touched = new TouchedRows();
        assertThat(touched.areAll()).isFalse();
        touched.name(new int[] {64, 3, 3, 130, 63, 9}, 5, 131);
        assertThat(touched.count()).isEqualTo(4);
        assertThat(Arrays.copyOf(touched.list(new int[0]), 4)).containsExactly(3, 63, 64, 130);
        touched.none();
        assertThat(touched.count()).isZero();
        touched.all();
        touched.name(new int[] {1}, 1, 131);
        assertThat(touched.areAll()).isTrue();
    }

    @Test
    void whoeverAsksForTheFloatsMayWriteAnyRow() {
        SimdTensor tensor = new SimdTensor(Shape.of(5, 3));
        assertThat(tensor.touched().areAll()).as("new").isFalse();
        tensor.quietValues();
        assertThat(tensor.touched().areAll()).as("read").isFalse();
        tensor.values();
        assertThat(tensor.touched().areAll()).as("perhaps written").isTrue();
        tensor.fill(0);
        assertThat(tensor.touched().areAll()).as("zeros").isFalse();
        tensor.fill(1);
        assertThat(tensor.touched().areAll()).as("ones").isTrue();
        tensor.fill(0);
        tensor.upload(new float[15]);
        assertThat(tensor.touched().areAll()).as("uploaded").isTrue();
        tensor.fill(0);
        tensor.resize(Shape.of(6, 3));
        assertThat(tensor.touched().areAll()).as("resized").isTrue();
    }

    /** Three steps on batches that touch different rows, with all of every gradient used, or only what was touched. */
    @Test
    void stepsAreThoseOfAllRows() {
        float[] some = steps(false);
        float[] all = steps(true);
        for (int i = 0; i < all.length; i++) {
            assertThat(some[i]).as("float %d", i).isCloseTo(all[i], within(1e-6f));
        }
    }

    private static float[] steps(boolean dense) {
        Sizes sizes = new Sizes(6, 9, WORDS, 9, D);
        try (SimdBackend backend = new SimdBackend(2, StoryWay.BY_SLOT);
                Ops ops = backend.newOps();
                Tally tally = ops.newTally()) {
            RandomInputs inputs = new RandomInputs(3);
            HostTensor start = inputs.scaled(0.2, WORDS, D);
            Tensor table = ops.upload(start);
            Tensor gradient = ops.allocate(Shape.of(WORDS, D));
            boolean sparseOnce = false;
            for (int step = 0; step < 3; step++) {
                RandomInputs draws = new RandomInputs(10 + step);
                try (Batch batch = ops.upload(draws.batch(sizes, WORDS))) {
                    StoryCases cases = new StoryCases(ops, draws, sizes, batch);
                    EmbeddingTable words = new EmbeddingTable(table, null);
                    StoryPass pass = cases.passes().get(1);
                    pass = cases.pass(
                            pass.encoding(),
                            List.of(words),
                            null,
                            List.of(new HopMemories(0, 0), new HopMemories(0, 0)),
                            null,
                            pass.attention(),
                            0,
                            D);
                    ops.story(batch, pass);
                    Tensor last = ops.upload(draws.scaled(0.3, sizes.stories(), D));
                    EmbeddingTable gradients = new EmbeddingTable(gradient, null);
                    ops.storyGradient(
                            batch,
                            pass,
                            new StoryPassGradient(
                                    last,
                                    List.of(gradients),
                                    null,
                                    null,
                                    ops.allocate(Shape.of(sizes.stories(), D)),
                                    pass.memories(),
                                    ops.allocate(Shape.of(batch.memories().count()))));
                    sparseOnce |= !SimdTensor.of(gradient).touched().areAll();
                    if (dense) {
                        SimdTensor.of(gradient).values();
                    }
                    ops.update(List.of(new Trained(table, gradient, true)), RULE, step, tally);
                    assertThat(SimdTensor.of(gradient).quietValues())
                            .as("gradient, used")
                            .containsOnly(0);
                }
            }
            assertThat(sparseOnce)
                    .as("the table is large enough to name its rows")
                    .isTrue();
            float[] result = SimdTensors.values(SimdTensor.of(table));
            assertThat(result).as("changed").isNotEqualTo(start.values());
            return result;
        }
    }
}
