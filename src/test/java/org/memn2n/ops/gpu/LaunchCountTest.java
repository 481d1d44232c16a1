package org.memn2n.ops.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.memn2n.model.MemoryNetwork;
import org.memn2n.model.ModelConfig;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Parameters;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Clip;
import org.memn2n.ops.Kernels;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;
import org.memn2n.ops.UpdateRule;
import org.memn2n.random.RandomStreams;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;
import org.memn2n.testkit.Composed;

/**
 * How many launches a training step takes at the shapes that are measured, without a device: S and M are the paper's
 * networks for one bAbI task and for all, L is larger, LM its language model. The figures are in
 * {@code kernels/README.md}.
 */
class LaunchCountTest {
    private static final long SEED = 5;

    private record Shape(ModelConfig config, int stories, int slots, int shortest, int longest) {}

    private static Shape shape(String name) {
        ModelOptions.Builder paper = ModelOptions.paper();
        return switch (name) {
            case "S" -> new Shape(config(paper, 180), 32, 50, 3, 7);
            case "M" -> new Shape(config(paper.dimension(50), 180), 32, 50, 3, 11);
            case "L" -> new Shape(config(paper.dimension(128).memorySize(320), 180), 128, 320, 3, 11);
            case "LM" -> new Shape(config(ModelOptions.languageModel().hops(6), 10_000), 128, 100, 1, 1);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static ModelConfig config(ModelOptions.Builder builder, int words) {
        ModelOptions options = builder.build();
        return new ModelConfig(options, words, options.memorySize(), 0, List.of());
    }

    private static StoryBatch batch(Shape shape) {
        RandomGenerator random = RandomStreams.of(SEED);
        int slots = shape.stories * shape.slots;
        WordLists plain = sentences(shape, slots, random);
        int[] times = IntStream.range(0, slots).map(i -> i % shape.slots).toArray();
        return new StoryBatch(
                new WordLists(plain.words(), plain.offsets(), times),
                IntStream.rangeClosed(0, shape.stories)
                        .map(b -> b * shape.slots)
                        .toArray(),
                sentences(shape, shape.stories, random),
                IntStream.range(0, shape.stories).map(b -> 1 + b).toArray());
    }

    private static WordLists sentences(Shape shape, int count, RandomGenerator random) {
        int[] offsets = new int[count + 1];
        for (int s = 0; s < count; s++) {
            offsets[s + 1] = offsets[s] + shape.shortest + random.nextInt(shape.longest - shape.shortest + 1);
        }
        int[] words = IntStream.range(0, offsets[count])
                .map(i -> 1 + random.nextInt(shape.config.words() - 1))
                .toArray();
        return WordLists.timeless(words, offsets);
    }

    /** What one step launches when everything was launched once before. */
    private static List<GpuKernel> step(Shape shape, CountingQueue queue, Kernels kernels) {
        ParameterLayout layout = new ParameterLayout(shape.config);
        try (Ops ops = new Ops(kernels);
                Parameters parameters = Parameters.zeros(layout, ops);
                Parameters gradients = Parameters.zeros(layout, ops);
                MemoryNetwork network = new MemoryNetwork(shape.config, ops);
                Tally tally = ops.newTally()) {
            StoryBatch host = batch(shape);
            for (int step = 1; step <= 2; step++) {
                queue.forget();
                try (Batch batch = ops.upload(host)) {
                    network.forward(parameters, batch, Attention.SOFTMAX);
                    ops.crossEntropy(batch, network.logits(), network.logitsGradient(), tally);
                    network.backward(parameters, gradients, batch);
                    UpdateRule rule = new UpdateRule(0.01, 1, new Clip(Clip.Kind.EACH_TENSOR, 40));
                    ops.update(parameters.with(gradients), rule, step, tally);
                }
            }
            return List.copyOf(queue.launched());
        }
    }

    @ParameterizedTest
    @CsvSource({"S, 8, 20", "M, 8, 20", "L, 8, 20", "LM, 10, 43"})
    void aTrainingStepTakes(String name, int fused, int composed) {
        CountingQueue queue = new CountingQueue();
        assertThat(step(shape(name), queue, new GpuKernels(queue)))
                .hasSize(fused)
                .contains(GpuKernel.STORY_FORWARD, GpuKernel.STORY_GRADIENT, GpuKernel.STORY_TABLES_GRADIENT);
        assertThat(queue.uploads())
                .as("the batch; the list of parameters is sent once")
                .isEqualTo(1);

        // The hop is one launch there, as where a story does not fit.
        assertThat(step(shape(name), queue, Composed.of(new GpuKernels(queue), "", "hop", "hopGradient")))
                .hasSize(composed);
    }
}
