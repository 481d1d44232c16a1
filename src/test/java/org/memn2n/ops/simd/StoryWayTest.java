package org.memn2n.ops.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Batch;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Ops;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.StoryPass;
import org.memn2n.ops.StoryPass.HopMemories;
import org.memn2n.ops.Tensor;
import org.memn2n.testkit.OpsBattery;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomInputs.Sizes;
import org.memn2n.testkit.StoryCases;

/** Both ways of a pass over stories, whatever the sizes: the same numbers, and each taken where it is meant to be. */
class StoryWayTest {
    /**
     * Stories, slots, words, times, components: more than a block, a piece of words, a piece of components; two tables
     * that are too large to be folded, for workers that share them.
     */
    private static final Sizes[] LARGE = {
        new Sizes(16, 5, 128, 5, 16),
        new Sizes(17, 4, 129, 4, 24),
        new Sizes(35, 9, 300, 270, 20),
        new Sizes(2, 7, 30, 8, 257),
        new Sizes(18, 6, 260, 9, 300),
        new Sizes(3, 5, 40, 300, 513),
        new Sizes(4, 12, 4200, 12, 63),
    };

    private static SimdBackend backend(StoryWay way) {
        return new SimdBackend(3, way);
    }

    @ParameterizedTest
    @EnumSource(StoryWay.class)
    void agreesWithTheReference(StoryWay way) {
        try (SimdBackend backend = backend(way)) {
            for (String operation : List.of("story", "storyGradient")) {
                OpsBattery.compare(operation, backend::newOps, RandomInputs.sizes());
                OpsBattery.compare(operation, backend::newOps, LARGE);
            }
        }
    }

    /** What the way forward keeps is for the last batch; the gradient of another has to make it again. */
    @ParameterizedTest
    @EnumSource(StoryWay.class)
    void anotherBatchMayComeBetween(StoryWay way) {
        assertThat(gradients(way, true)).isEqualTo(gradients(way, false));
    }

    /** So does the gradient of another pass of the same batch and tables: what it kept are other states. */
    @ParameterizedTest
    @EnumSource(StoryWay.class)
    void anotherPassMayComeBetween(StoryWay way) {
        Sizes sizes = new Sizes(7, 11, 50, 12, 21);
        try (SimdBackend backend = backend(way);
                Ops ops = backend.newOps();
                Batch batch = ops.upload(new RandomInputs(5).batch(sizes, sizes.words()))) {
            StoryCases cases = new StoryCases(ops, new RandomInputs(5), sizes, batch);
            List<EmbeddingTable> tables = cases.tables(0.2, true, true);
            StoryPass soft = pass(cases, tables, Attention.SOFTMAX);
            StoryPass linear = pass(cases, tables, Attention.LINEAR);
            cases.forward(linear);
            cases.forward(soft);
            StoryCases usual = new StoryCases(ops, new RandomInputs(9), sizes, batch);
            List<FloatBuffer> expected = values(usual.gradients(soft));
            cases.forward(soft);
            cases.forward(linear);
            StoryCases disturbed = new StoryCases(ops, new RandomInputs(9), sizes, batch);
            assertThat(values(disturbed.gradients(soft))).isEqualTo(expected);
        }
    }

    private static StoryPass pass(StoryCases cases, List<EmbeddingTable> tables, Attention attention) {
        return cases.pass(
                new SentenceEncoding(PositionWeights.PAPER, 0),
                tables,
                tables.get(0).words(),
                List.of(new HopMemories(0, 1), new HopMemories(1, 0)),
                null,
                attention,
                0,
                21);
    }

    private static List<FloatBuffer> values(List<Tensor> tensors) {
        return tensors.stream()
                .map(tensor -> FloatBuffer.wrap(SimdTensors.values(SimdTensor.of(tensor))))
                .toList();
    }

    private static List<FloatBuffer> gradients(StoryWay way, boolean disturbed) {
        Sizes sizes = new Sizes(19, 11, 50, 12, 21);
        List<FloatBuffer> results = new ArrayList<>();
        try (SimdBackend backend = backend(way);
                Ops ops = backend.newOps()) {
            RandomInputs inputs = new RandomInputs(5);
            try (Batch batch = ops.upload(inputs.batch(sizes, sizes.words()));
                    Batch other = ops.upload(new RandomInputs(6).batch(sizes, sizes.words()))) {
                StoryCases cases = new StoryCases(ops, inputs, sizes, batch);
                StoryCases others = new StoryCases(ops, new RandomInputs(7), sizes, other);
                List<StoryPass> passes = cases.passes();
                List<StoryPass> between = others.passes();
                for (int i = 0; i < passes.size(); i++) {
                    cases.forward(passes.get(i));
                    if (disturbed) {
                        others.forward(between.get(i));
                    }
                    for (Tensor gradient : cases.gradients(passes.get(i))) {
                        results.add(FloatBuffer.wrap(SimdTensors.values(SimdTensor.of(gradient))));
                    }
                }
            }
        }
        return results;
    }

    private static boolean isByWord(Sizes sizes) {
        try (SimdBackend backend = backend(StoryWay.FASTER);
                Ops ops = backend.newOps()) {
            RandomInputs inputs = new RandomInputs(5);
            try (Batch batch = ops.upload(inputs.batch(sizes, sizes.words()))) {
                StoryPass pass =
                        new StoryCases(ops, inputs, sizes, batch).passes().get(0);
                return StoryWay.FASTER.isByWord(SimdBatch.of(batch), pass);
            }
        }
    }

    @Test
    void takesTheFasterWay() {
        assertThat(isByWord(new Sizes(32, 320, 180, 320, 128)))
                .as("long stories of few different words")
                .isTrue();
        assertThat(isByWord(new Sizes(1, 10, 180, 10, 20)))
                .as("one short story")
                .isFalse();
        assertThat(isByWord(new Sizes(32, 50, 10_000, 50, 20)))
                .as("a large vocabulary")
                .isFalse();
    }
}
