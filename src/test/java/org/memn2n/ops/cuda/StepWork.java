package org.memn2n.ops.cuda;

import java.util.List;
import org.memn2n.model.MemoryNetwork;
import org.memn2n.model.ModelConfig;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Parameters;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Clip;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomInputs.Sizes;

/** Training steps on random batches, for tests that look at single steps. */
final class StepWork implements AutoCloseable {
    private static final UpdateRule RULE = new UpdateRule(0.01, 1, new Clip(Clip.Kind.EACH_TENSOR, 40));
    private static final int WORDS = 33;

    private final Ops ops;
    private final Parameters parameters;
    private final Parameters gradients;
    private final List<Trained> trained;
    private final MemoryNetwork network;
    private final Tally tally;
    private long steps;

    StepWork(Ops ops) {
        ModelOptions options =
                ModelOptions.paper().dimension(6).hops(2).memorySize(10).build();
        ModelConfig config = new ModelConfig(options, WORDS, 10, 9, List.of());
        ParameterLayout layout = new ParameterLayout(config);
        this.ops = ops;
        this.parameters = Parameters.upload(layout, Parameters.initial(layout, 0.1, 3), ops);
        this.gradients = Parameters.zeros(layout, ops);
        this.trained = parameters.with(gradients);
        this.network = new MemoryNetwork(config, ops);
        this.tally = ops.newTally();
    }

    /** A step with a batch of these sizes, the same one for the same sizes. */
    void step(Sizes sizes) {
        try (Batch batch = ops.upload(new RandomInputs(sizes.hashCode()).batch(sizes, WORDS))) {
            steps++;
            ops.step(() -> {
                network.forward(parameters, batch, Attention.SOFTMAX);
                ops.crossEntropy(batch, network.logits(), network.logitsGradient(), tally);
                network.backward(parameters, gradients, batch);
                ops.update(trained, RULE, steps, tally);
            });
        }
    }

    /** The sums so far; waits. */
    Tally.Values sums() {
        return ops.read(tally);
    }

    @Override
    public void close() {
        tally.close();
        network.close();
        gradients.close();
        parameters.close();
    }
}
