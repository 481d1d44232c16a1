package org.memn2n.benchmarks.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.memn2n.ops.Attention;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.HopGradient;
import org.memn2n.ops.Ops;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.StoryPass;
import org.memn2n.ops.StoryPassGradient;
import org.memn2n.ops.Tensor;

/** The whole way from sentences to the last state with adjacent tying, and the same from lookups and hops. */
final class StoryCases {
    private static final double SMALL = 0.1;

    private StoryCases() {}

    static List<KernelCase> of(Sizes sizes) {
        double slots = sizes.allSlots();
        int memories = sizes.hops() + 1;
        double words = (slots + sizes.stories()) * sizes.sentenceWords();
        double vectors = slots * sizes.dimension();
        double tables = (double) memories * (sizes.words() + sizes.slots()) * sizes.dimension();
        double states = (double) sizes.stories() * sizes.dimension();
        double weights = sizes.hops() * slots;
        double lookups = 2 * words * sizes.dimension() * memories;
        double hops = 4 * vectors * sizes.hops();
        // What need not leave the chip, such as the memories themselves, is not counted.
        double forward = words + 2 * slots + tables + weights + memories * states;
        return List.of(
                KernelCase.of("story", sizes, forward, lookups + hops, inputs -> {
                            StoryPass pass = pass(inputs, true);
                            return () -> inputs.ops().story(inputs.batch(), pass);
                        })
                        .composedOf(inputs -> {
                            StoryPass pass = pass(inputs, true);
                            return () -> parts(inputs, pass);
                        }),
                KernelCase.of("storyGradient", sizes, forward + 2 * tables + states, 2 * (lookups + hops), inputs -> {
                            StoryPass pass = given(inputs);
                            StoryPassGradient gradient = gradient(inputs);
                            return () -> inputs.ops().storyGradient(inputs.batch(), pass, gradient);
                        })
                        .composedOf(inputs -> {
                            // The parts read the memories, which the operation in one need not leave.
                            StoryPass pass = pass(inputs, false);
                            parts(inputs, pass);
                            StoryPassGradient gradient = gradient(inputs);
                            return () -> parts(inputs, pass, gradient);
                        }));
    }

    private static StoryPass pass(Inputs inputs, boolean results) {
        Sizes sizes = inputs.sizes();
        int d = sizes.dimension();
        List<EmbeddingTable> tables = times(sizes.hops() + 1, () -> smallTable(inputs));
        return new StoryPass(
                new SentenceEncoding(PositionWeights.PAPER, sizes.sentenceWords()),
                tables,
                tables.get(0).words(),
                0,
                IntStream.range(0, sizes.hops())
                        .mapToObj(k -> new StoryPass.HopMemories(k, k + 1))
                        .toList(),
                null,
                Attention.SOFTMAX,
                0,
                d,
                times(sizes.hops() + 1, () -> inputs.scratch(sizes.allSlots(), d)),
                times(
                        sizes.hops(),
                        () -> results ? inputs.written(sizes.allSlots()) : inputs.scratch(sizes.allSlots())),
                times(
                        sizes.hops() + 1,
                        () -> results ? inputs.written(sizes.stories(), d) : inputs.scratch(sizes.stories(), d)));
    }

    private static EmbeddingTable smallTable(Inputs inputs) {
        Sizes sizes = inputs.sizes();
        return new EmbeddingTable(
                inputs.input(SMALL, sizes.words(), sizes.dimension()),
                inputs.input(SMALL, sizes.slots(), sizes.dimension()));
    }

    private static StoryPass given(Inputs inputs) {
        StoryPass pass = pass(inputs, false);
        inputs.ops().story(inputs.batch(), pass);
        return pass;
    }

    private static StoryPassGradient gradient(Inputs inputs) {
        Sizes sizes = inputs.sizes();
        int d = sizes.dimension();
        List<EmbeddingTable> tables = times(
                sizes.hops() + 1,
                () -> new EmbeddingTable(inputs.changed(sizes.words(), d), inputs.changed(sizes.slots(), d)));
        return new StoryPassGradient(
                inputs.input(sizes.stories(), d),
                tables,
                tables.get(0).words(),
                null,
                inputs.scratch(sizes.stories(), d),
                times(sizes.hops() + 1, () -> inputs.scratch(sizes.allSlots(), d)),
                inputs.scratch(sizes.allSlots()));
    }

    private static <T> List<T> times(int count, Supplier<T> maker) {
        return Stream.generate(maker).limit(count).toList();
    }

    private static void parts(Inputs inputs, StoryPass pass) {
        Ops ops = inputs.ops();
        ops.embed(inputs.batch().memories(), pass.encoding(), pass.tables(), pass.memories());
        EmbeddingTable question = new EmbeddingTable(pass.tables().get(0).words(), null);
        ops.embed(
                inputs.batch().queries(),
                pass.encoding(),
                List.of(question),
                pass.states().subList(0, 1));
        for (int k = 0; k < pass.hops().size(); k++) {
            ops.hop(inputs.batch(), pass.hop(k));
        }
    }

    private static void parts(Inputs inputs, StoryPass pass, StoryPassGradient gradient) {
        Ops ops = inputs.ops();
        gradient.memories().forEach(memory -> ops.fill(memory, 0));
        List<Tensor> states = new ArrayList<>(List.of(gradient.lastState(), gradient.otherState()));
        for (int k = pass.hops().size() - 1; k >= 0; k--) {
            Tensor memory = gradient.memories().get(pass.hops().get(k).input());
            Tensor output = gradient.memories().get(pass.hops().get(k).output());
            ops.hopGradient(
                    inputs.batch(),
                    pass.hop(k),
                    new HopGradient(states.get(0), states.get(1), memory, output, null, gradient.weights()));
            states.add(states.remove(0));
        }
        ops.embedGradient(inputs.batch().memories(), pass.encoding(), gradient.memories(), gradient.tables());
        EmbeddingTable question = new EmbeddingTable(gradient.tables().get(0).words(), null);
        ops.embedGradient(inputs.batch().queries(), pass.encoding(), states.subList(0, 1), List.of(question));
    }
}
