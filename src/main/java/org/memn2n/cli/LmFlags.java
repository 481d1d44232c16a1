package org.memn2n.cli;

import org.jspecify.annotations.Nullable;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.Nonlinearity;
import org.memn2n.model.OutputLayer;
import org.memn2n.model.Tying;
import org.memn2n.train.TrainingOptions;
import picocli.CommandLine.Option;

/** The choices of a language model and its training. What is not given keeps the default of {@code docs/numerics.md}. */
final class LmFlags {
    private static final int HOPS = 6;

    @Option(names = "--hops", paramLabel = "K", description = "how often the memory is read (default: 6)")
    @Nullable
    Integer hops;

    @Option(names = "--dim", paramLabel = "d", description = "components of an embedding (default: 150)")
    @Nullable
    Integer dimension;

    @Option(names = "--memory", paramLabel = "N", description = "how many words before are kept (default: 100)")
    @Nullable
    Integer memorySize;

    @Option(names = "--tying", description = "${COMPLETION-CANDIDATES} (default: LAYER_WISE)")
    @Nullable
    Tying tying;

    @Option(
            names = "--linear-map",
            negatable = true,
            description = "a learned matrix H between hops (default: with LAYER_WISE only)")
    @Nullable
    Boolean linearMap;

    @Option(names = "--relu", description = "on the state after a hop: ${COMPLETION-CANDIDATES} (default: HALF)")
    @Nullable
    Nonlinearity nonlinearity;

    @Option(
            names = "--deviation",
            paramLabel = "x",
            description = "standard deviation of the first parameters (default: 0.05)")
    @Nullable
    Double deviation;

    @Option(names = "--epochs", description = "the most epochs (default: 100)")
    @Nullable
    Integer epochs;

    @Option(names = "--batch", paramLabel = "B", description = "words a step (default: 128)")
    @Nullable
    Integer batchSize;

    @Option(names = "--rate", paramLabel = "x", description = "first learning rate (default: 0.01)")
    @Nullable
    Double learningRate;

    @Option(
            names = "--rate-divisor",
            paramLabel = "x",
            description = "what it is divided by when the validation loss does not fall (default: 1.5)")
    @Nullable
    Double rateDivisor;

    @Option(
            names = "--least-rate",
            paramLabel = "x",
            description = "training ends when the rate would fall below this (default: 1e-5)")
    @Nullable
    Double leastRate;

    @Option(names = "--clip-norm", paramLabel = "x", description = "greatest norm of all gradients (default: 50)")
    @Nullable
    Double clipThreshold;

    @Option(
            names = "--restarts",
            paramLabel = "n",
            description = "begin anew so often, keep the one with the lowest validation loss (default: 1)")
    @Nullable
    Integer restarts;

    @Option(names = "--seed", description = "names all random choices (default: 1)")
    @Nullable
    Long seed;

    ModelOptions model() {
        ModelOptions.Builder builder = ModelOptions.languageModel().hops(HOPS).output(OutputLayer.ANSWERS);
        Flags.set(hops, builder::hops);
        Flags.set(dimension, builder::dimension);
        Flags.set(memorySize, builder::memorySize);
        Flags.set(tying, builder::tying);
        builder.linearMap(linearMap == null ? tying == null || tying == Tying.LAYER_WISE : linearMap);
        Flags.set(nonlinearity, builder::nonlinearity);
        Flags.set(deviation, builder::initialDeviation);
        return builder.build();
    }

    TrainingOptions training() {
        TrainingOptions.Builder builder = TrainingOptions.paperLanguageModel();
        Flags.set(epochs, builder::epochs);
        Flags.set(batchSize, builder::batchSize);
        Flags.set(learningRate, builder::learningRate);
        Flags.set(rateDivisor, builder::rateDivisor);
        Flags.set(leastRate, builder::leastRate);
        Flags.set(clipThreshold, builder::clipThreshold);
        Flags.set(restarts, builder::restarts);
        Flags.set(seed, builder::seed);
        return builder.build();
    }
}
