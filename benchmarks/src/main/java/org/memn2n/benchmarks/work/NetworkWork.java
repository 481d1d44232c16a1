package org.memn2n.benchmarks.work;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.memn2n.data.BatchBuilder;
import org.memn2n.data.EncodedExample;
import org.memn2n.data.Noise;
import org.memn2n.data.TokenWindows;
import org.memn2n.model.EmptySlots;
import org.memn2n.model.ModelConfig;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.OutputLayer;
import org.memn2n.ops.Backend;
import org.memn2n.ops.PositionWeights;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.train.Batches;

/**
 * A network of {@code peers/SPEC.md} in this library's terms, with its data.
 *
 * <p>SPEC.md numbers a story's slots by temporal row. Here the newest sentence has row 0 and stands last, so slot i there
 * is slot n-1-i here; the sums are the same but for their order.
 *
 * @param shape the sizes
 * @param config the network
 * @param batches builds the batch that is the same in every step, as training builds its batches
 * @param weights the parameters before the first step
 */
public record NetworkWork(
        WorkShape shape, ModelConfig config, Supplier<StoryBatch> batches, Map<String, HostTensor> weights)
        implements Work {

    /** The work of a shape. */
    public static NetworkWork of(WorkShape shape) {
        ModelConfig config = config(shape);
        Supplier<StoryBatch> batches =
                shape.kind() == WorkShape.Kind.LANGUAGE ? windows(shape) : examples(shape, config);
        return new NetworkWork(shape, config, batches, SyntheticData.weights(shape));
    }

    private static Supplier<StoryBatch> examples(WorkShape shape, ModelConfig config) {
        int[][][] stories = SyntheticData.stories(shape);
        int[][] questions = SyntheticData.questions(shape);
        int[] answers = SyntheticData.answers(shape);
        List<EncodedExample> examples = new ArrayList<>();
        for (int b = 0; b < shape.stories(); b++) {
            Collections.reverse(Arrays.asList(stories[b]));
            examples.add(new EncodedExample(stories[b], questions[b], answers[b]));
        }
        BatchBuilder builder = Batches.of(config);
        return () -> builder.build(examples, Noise.none());
    }

    /** A text in which each answer stands after the words of its story. */
    private static Supplier<StoryBatch> windows(WorkShape shape) {
        int[][][] stories = SyntheticData.stories(shape);
        int[] answers = SyntheticData.answers(shape);
        int n = shape.slots();
        int[] tokens = new int[shape.stories() * (n + 1)];
        int[] positions = new int[shape.stories()];
        for (int b = 0; b < shape.stories(); b++) {
            positions[b] = b * (n + 1) + n;
            tokens[positions[b]] = answers[b];
            for (int i = 0; i < n; i++) {
                tokens[positions[b] - 1 - i] = stories[b][i][0];
            }
        }
        TokenWindows windows = new TokenWindows(tokens, n, 0);
        return () -> windows.build(positions);
    }

    private static ModelConfig config(WorkShape shape) {
        return shape.kind() == WorkShape.Kind.LANGUAGE ? language(shape) : questions(shape);
    }

    /** Every word is a class; the J of the position weights is the padded width; all slots are filled. */
    private static ModelConfig questions(WorkShape shape) {
        ModelOptions options = ModelOptions.paper()
                .dimension(shape.dimension())
                .hops(shape.hops())
                .memorySize(shape.slots())
                .positionWeights(PositionWeights.PAPER)
                .emptySlots(EmptySlots.MASKED)
                .build();
        return new ModelConfig(options, shape.words(), shape.slots(), shape.sentenceWords(), List.of());
    }

    /** An output layer of answers, all words in their order, because W of SPEC.md has no row that stays zero. */
    private static ModelConfig language(WorkShape shape) {
        ModelOptions options = ModelOptions.languageModel()
                .dimension(shape.dimension())
                .hops(shape.hops())
                .memorySize(shape.slots())
                .emptySlots(EmptySlots.MASKED)
                .output(OutputLayer.ANSWERS)
                .build();
        return new ModelConfig(
                options,
                shape.words(),
                shape.slots(),
                0,
                IntStream.range(0, shape.words()).boxed().toList());
    }

    @Override
    public String name() {
        return shape.name();
    }

    @Override
    public int examples() {
        return shape.stories();
    }

    @Override
    public boolean has(Mode mode) {
        return true;
    }

    @Override
    public Run open(Backend backend) {
        return new NetworkRun(this, backend);
    }

    @Override
    public Reference reference() {
        return new Verification(this);
    }
}
