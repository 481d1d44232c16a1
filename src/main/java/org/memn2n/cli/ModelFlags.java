package org.memn2n.cli;

import org.jspecify.annotations.Nullable;
import org.memn2n.model.EmptySlots;
import org.memn2n.model.LengthRule;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.Nonlinearity;
import org.memn2n.model.OutputLayer;
import org.memn2n.model.TimeEncoding;
import org.memn2n.model.Tying;
import org.memn2n.ops.PositionWeights;
import picocli.CommandLine.Option;

/** The choices of the network. What is not given keeps the default of {@code docs/numerics.md}. */
final class ModelFlags {
    private static final int JOINT_DIMENSION = 50;

    @Option(names = "--hops", paramLabel = "K", description = "how often the memory is read (default: 3)")
    @Nullable
    Integer hops;

    @Option(
            names = "--dim",
            paramLabel = "d",
            description = "components of an embedding (default: 20, with --joint 50)")
    @Nullable
    Integer dimension;

    @Option(names = "--memory", paramLabel = "N", description = "most recent sentences kept (default: 50)")
    @Nullable
    Integer memorySize;

    @Option(names = "--tying", description = "${COMPLETION-CANDIDATES} (default: ADJACENT)")
    @Nullable
    Tying tying;

    @Option(
            names = "--linear-map",
            negatable = true,
            description = "a learned matrix H between hops (default: with LAYER_WISE only)")
    @Nullable
    Boolean linearMap;

    @Option(
            names = "--encoding",
            description = "${COMPLETION-CANDIDATES} (default: AUTHORS, with --placed-words BAG_OF_WORDS)")
    @Nullable
    PositionWeights encoding;

    @Option(names = "--placed-words", description = "each word counts once more with its place in the sentence")
    boolean placedWords;

    @Option(
            names = "--length-rule",
            description = "the J of position encoding: ${COMPLETION-CANDIDATES} (default: SENTENCE)")
    @Nullable
    LengthRule lengthRule;

    @Option(names = "--time", description = "temporal encoding: ${COMPLETION-CANDIDATES} (default: TABLE)")
    @Nullable
    TimeEncoding time;

    @Option(
            names = "--empty-slots",
            description = "empty slots in the softmax: ${COMPLETION-CANDIDATES} (default: COUNTED)")
    @Nullable
    EmptySlots emptySlots;

    @Option(names = "--relu", description = "on the state after a hop: ${COMPLETION-CANDIDATES} (default: NONE)")
    @Nullable
    Nonlinearity nonlinearity;

    @Option(names = "--output", description = "answer among: ${COMPLETION-CANDIDATES} (default: VOCABULARY)")
    @Nullable
    OutputLayer output;

    @Option(
            names = "--deviation",
            paramLabel = "x",
            description = "standard deviation of the first parameters (default: 0.1)")
    @Nullable
    Double deviation;

    /**
     * What was chosen, and the recipe for the rest.
     *
     * @throws IllegalArgumentException when a number makes no sense or a flag would do nothing
     */
    ModelOptions options(boolean joint) {
        ModelOptions.Builder builder = ModelOptions.paper();
        if (joint) {
            builder.dimension(JOINT_DIMENSION);
        }
        Flags.set(hops, builder::hops);
        Flags.set(dimension, builder::dimension);
        Flags.set(memorySize, builder::memorySize);
        Flags.set(tying, builder::tying);
        builder.linearMap(linearMap == null ? tying == Tying.LAYER_WISE : linearMap);
        builder.placedWords(placedWords);
        builder.positionWeights(placedWords ? PositionWeights.BAG_OF_WORDS : PositionWeights.AUTHORS);
        Flags.set(encoding, builder::positionWeights);
        Flags.set(lengthRule, builder::lengthRule);
        Flags.set(time, builder::time);
        Flags.set(emptySlots, builder::emptySlots);
        Flags.set(nonlinearity, builder::nonlinearity);
        Flags.set(output, builder::output);
        Flags.set(deviation, builder::initialDeviation);
        ModelOptions options = builder.build();
        Flags.requireEffect(
                lengthRule != null,
                options.positionWeights() != PositionWeights.BAG_OF_WORDS,
                "--length-rule has",
                "the encoding BAG_OF_WORDS");
        return options;
    }
}
