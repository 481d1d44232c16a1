package org.memn2n.train;

import java.util.List;
import java.util.stream.IntStream;
import org.memn2n.data.Example;
import org.memn2n.data.Examples;
import org.memn2n.data.Noise;
import org.memn2n.model.MemoryNetwork;
import org.memn2n.model.ModelConfig;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Parameters;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;

/** Scores a network on examples, without noise. */
public final class Evaluation {
    /** Whether the last batch is scored when it is not full. */
    public enum LastBatch {
        /** Every example is scored. */
        SCORED,
        /** As in the authors' test code: a last batch that is not full is left out. */
        DROPPED
    }

    private Evaluation() {}

    /** A trained model on examples as they were read; one whose answer the model does not know counts as wrong. */
    public static Score score(TrainedModel model, Backend backend, List<Example> examples, LastBatch lastBatch) {
        ModelConfig config = model.config().model();
        Examples stories = Dataset.stories(config, model.vocabulary(), examples);
        return score(model, backend, stories, lastBatch);
    }

    /** A trained model on examples in its numbers. */
    public static Score score(TrainedModel model, Backend backend, Examples examples, LastBatch lastBatch) {
        ModelConfig config = model.config().model();
        try (Ops ops = backend.newOps();
                Parameters parameters = Parameters.upload(new ParameterLayout(config), model.parameters(), ops);
                MemoryNetwork network = new MemoryNetwork(config, ops)) {
            return score(
                    network,
                    parameters,
                    Attention.SOFTMAX,
                    examples,
                    model.config().training().batchSize(),
                    lastBatch,
                    ops);
        }
    }

    /** The examples scored, in batches of this size; waits for the device once, at the end. */
    public static Score score(
            MemoryNetwork network,
            Parameters parameters,
            Attention attention,
            Examples examples,
            int batchSize,
            LastBatch lastBatch,
            Ops ops) {
        try (Tally tally = ops.newTally()) {
            for (int first = 0; first < examples.size(); first += batchSize) {
                int end = Math.min(first + batchSize, examples.size());
                if (end - first < batchSize && lastBatch == LastBatch.DROPPED) {
                    break;
                }
                try (Batch batch =
                        ops.upload(examples.batch(IntStream.range(first, end).toArray(), Noise.none()))) {
                    ops.step(() -> {
                        network.forward(parameters, batch, attention);
                        ops.crossEntropy(batch, network.logits(), null, tally);
                    });
                }
            }
            Tally.Values values = ops.read(tally);
            return new Score(values.loss(), values.wrong(), values.examples());
        }
    }
}
