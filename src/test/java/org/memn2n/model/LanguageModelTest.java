package org.memn2n.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.memn2n.data.TokenWindows;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Clip;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;
import org.memn2n.random.RandomStreams;

/** The paper's language model (section 5), scaled down, learns to predict the next token from those before it. */
class LanguageModelTest {
    private static final int WORDS = 6;
    private static final int MEMORY = 6;
    private static final int TRAINED_ON = 700;
    private static final int BATCH = 20;
    private static final int STEPS = 600;

    /** Each token is followed by different ones, so no table of pairs predicts it either. */
    private static final int[] PATTERN = {1, 2, 1, 3, 2, 4, 5, 1, 5, 3, 4};

    private static final ModelConfig CONFIG = new ModelConfig(
            ModelOptions.languageModel()
                    .dimension(16)
                    .hops(2)
                    .memorySize(MEMORY)
                    .initialDeviation(0.2)
                    .build(),
            WORDS,
            MEMORY,
            0,
            List.of());

    private static int[] repeating() {
        return IntStream.range(0, TRAINED_ON + 100)
                .map(i -> PATTERN[i % PATTERN.length])
                .toArray();
    }

    private static int[] random() {
        RandomGenerator random = RandomStreams.of(21);
        return IntStream.range(0, TRAINED_ON + 100)
                .map(i -> 1 + random.nextInt(WORDS - 1))
                .toArray();
    }

    /** The loss of the best model that knows nothing but how often each token comes. */
    private static double unigramLoss(int[] tokens) {
        double loss = 0;
        for (int token = 0; token < WORDS; token++) {
            int word = token;
            double share = (double) Arrays.stream(tokens).filter(t -> t == word).count() / tokens.length;
            loss -= share == 0 ? 0 : share * Math.log(share);
        }
        return loss;
    }

    @Test
    void fallsFarBelowWhatAUnigramModelCanReach() {
        int[] tokens = repeating();

        assertThat(lossAfter(STEPS, tokens)).isLessThan(unigramLoss(tokens) / 10);
        assertThat(lossAfter(0, tokens)).isGreaterThan(unigramLoss(tokens));
    }

    @Test
    void cannotDoSoOnTokensThatFollowNoPattern() {
        int[] tokens = random();

        assertThat(lossAfter(STEPS, tokens)).isGreaterThan(0.95 * unigramLoss(tokens));
    }

    /** The mean loss on the last 100 tokens after training on the others. */
    private static double lossAfter(int steps, int[] tokens) {
        ParameterLayout layout = new ParameterLayout(CONFIG);
        double deviation = CONFIG.options().initialDeviation();
        TokenWindows windows = new TokenWindows(tokens, MEMORY, 0);
        UpdateRule rule = new UpdateRule(0.2, 1.0 / BATCH, new Clip(Clip.Kind.GLOBAL, 50));
        RandomGenerator random = RandomStreams.of(22);
        try (Backend backend = Backends.open("scalar");
                Ops ops = backend.newOps();
                Parameters parameters = Parameters.upload(layout, Parameters.initial(layout, deviation, 23), ops);
                Parameters gradients = Parameters.zeros(layout, ops);
                MemoryNetwork network = new MemoryNetwork(CONFIG, ops);
                Tally tally = ops.newTally()) {
            List<Trained> trained = parameters.with(gradients);
            for (int step = 1; step <= steps; step++) {
                int[] positions = IntStream.generate(() -> random.nextInt(TRAINED_ON))
                        .limit(BATCH)
                        .toArray();
                try (Batch batch = ops.upload(windows.build(positions))) {
                    network.forward(parameters, batch, Attention.SOFTMAX);
                    ops.crossEntropy(batch, network.logits(), network.logitsGradient(), tally);
                    network.backward(parameters, gradients, batch);
                    ops.update(trained, rule, step, tally);
                }
            }
            ops.reset(tally);
            int[] held = IntStream.range(TRAINED_ON, TRAINED_ON + 100).toArray();
            try (Batch batch = ops.upload(windows.build(held))) {
                network.forward(parameters, batch, Attention.SOFTMAX);
                ops.crossEntropy(batch, network.logits(), null, tally);
            }
            return ops.read(tally).loss() / held.length;
        }
    }
}
