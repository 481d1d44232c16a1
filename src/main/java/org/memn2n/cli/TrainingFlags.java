package org.memn2n.cli;

import org.jspecify.annotations.Nullable;
import org.memn2n.data.TimeNoise;
import org.memn2n.data.Validation;
import org.memn2n.ops.Clip;
import org.memn2n.train.LinearStart;
import org.memn2n.train.LossReduction;
import org.memn2n.train.Sampling;
import org.memn2n.train.Selection;
import org.memn2n.train.TrainingOptions;
import picocli.CommandLine.Option;

/** The choices of training. What is not given keeps the default of {@code docs/numerics.md}. */
final class TrainingFlags {
    @Option(names = "--epochs", description = "epochs after the linear start (default: 100, with --joint 60)")
    @Nullable
    Integer epochs;

    @Option(names = "--batch", paramLabel = "B", description = "examples a step (default: 32)")
    @Nullable
    Integer batchSize;

    @Option(
            names = "--rate",
            paramLabel = "x",
            description = "learning rate (default: 0.005; without linear start 0.01)")
    @Nullable
    Double learningRate;

    @Option(
            names = "--halve-every",
            paramLabel = "EPOCHS",
            description = "halve the learning rate so often (default: 25, with --joint 15)")
    @Nullable
    Integer halveEvery;

    @Option(
            names = "--clip",
            description = "gradient norm that is limited: ${COMPLETION-CANDIDATES} (default: EACH_TENSOR)")
    Clip.@Nullable Kind clip;

    @Option(names = "--clip-norm", paramLabel = "x", description = "the limit (default: 40)")
    @Nullable
    Double clipThreshold;

    @Option(names = "--loss", description = "over a batch: ${COMPLETION-CANDIDATES} (default: SUM)")
    @Nullable
    LossReduction lossReduction;

    @Option(names = "--sampling", description = "${COMPLETION-CANDIDATES} (default: SHUFFLE)")
    @Nullable
    Sampling sampling;

    @Option(names = "--linear-start", description = "${COMPLETION-CANDIDATES} (default: FIXED_EPOCHS)")
    @Nullable
    LinearStart linearStart;

    @Option(
            names = "--linear-epochs",
            paramLabel = "EPOCHS",
            description = "length, or greatest length, of the linear start (default: 20, with --joint 30)")
    @Nullable
    Integer linearEpochs;

    @Option(
            names = "--linear-rate",
            paramLabel = "x",
            description = "learning rate of the linear start (default: 0.005)")
    @Nullable
    Double linearRate;

    @Option(
            names = "--validation",
            description = "training examples held out: ${COMPLETION-CANDIDATES} (default: LAST, with --joint RANDOM)")
    @Nullable
    Validation validation;

    @Option(names = "--validation-fraction", paramLabel = "x", description = "how many of them (default: 0.1)")
    @Nullable
    Double validationFraction;

    @Option(names = "--noise", description = "in the time index: ${COMPLETION-CANDIDATES} (default: GAPS)")
    @Nullable
    TimeNoise noise;

    @Option(names = "--noise-fraction", paramLabel = "x", description = "how much of it (default: 0.1)")
    @Nullable
    Double noiseFraction;

    @Option(
            names = "--exchange-words",
            description = "tell each example with other words each time, as far as the training examples show that the"
                    + " answer stays right")
    boolean exchangeWords;

    @Option(names = "--restarts", paramLabel = "n", description = "begin anew so often, keep the best (default: 1)")
    @Nullable
    Integer restarts;

    @Option(names = "--select", description = "the best by: ${COMPLETION-CANDIDATES} (default: TRAINING_ERROR)")
    @Nullable
    Selection selection;

    @Option(names = "--seed", description = "names all random choices (default: 1)")
    @Nullable
    Long seed;

    /**
     * What was chosen, and the recipe for the rest.
     *
     * @throws IllegalArgumentException when a number makes no sense or a flag would do nothing
     */
    TrainingOptions options(boolean joint) {
        Flags.requireEffect(clipThreshold != null, clip != Clip.Kind.NONE, "--clip-norm has", "--clip NONE");
        Flags.requireEffect(noiseFraction != null, noise != TimeNoise.NONE, "--noise-fraction has", "--noise NONE");
        Flags.requireEffect(
                linearEpochs != null || linearRate != null,
                linearStart != LinearStart.NONE,
                "--linear-epochs and --linear-rate have",
                "--linear-start NONE");
        TrainingOptions.Builder builder = joint ? TrainingOptions.paperJoint() : TrainingOptions.paper();
        if (linearStart == LinearStart.NONE) {
            builder.learningRate(0.01);
        }
        Flags.set(epochs, builder::epochs);
        Flags.set(batchSize, builder::batchSize);
        Flags.set(learningRate, builder::learningRate);
        Flags.set(halveEvery, builder::halveEvery);
        Flags.set(clip, builder::clip);
        Flags.set(clipThreshold, builder::clipThreshold);
        Flags.set(lossReduction, builder::lossReduction);
        Flags.set(sampling, builder::sampling);
        Flags.set(linearStart, builder::linearStart);
        Flags.set(linearEpochs, builder::linearEpochs);
        Flags.set(linearRate, builder::linearLearningRate);
        Flags.set(validation, builder::validation);
        Flags.set(validationFraction, builder::validationFraction);
        Flags.set(noise, builder::timeNoise);
        Flags.set(noiseFraction, builder::noiseFraction);
        builder.exchangeWords(exchangeWords);
        Flags.set(restarts, builder::restarts);
        Flags.set(selection, builder::selection);
        Flags.set(seed, builder::seed);
        return builder.build();
    }
}
