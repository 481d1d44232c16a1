package org.memn2n.benchmarks.kernels;

import java.util.List;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Hop;
import org.memn2n.ops.HopGradient;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;

/** One whole hop, and the same from single operations, each of which reads and writes what the fused one keeps. */
final class HopCases {
    /** Small scores, so that the softmax does not end at one slot. */
    private static final double SMALL = 0.1;

    private HopCases() {}

    static List<KernelCase> of(Sizes sizes) {
        double slots = sizes.allSlots();
        double vectors = slots * sizes.dimension();
        double states = (double) sizes.stories() * sizes.dimension();
        return List.of(
                KernelCase.of("hop", sizes, 2 * vectors + 2 * states + slots, 4 * vectors, inputs -> {
                            Hop hop = hop(inputs, true);
                            return () -> inputs.ops().hop(inputs.batch(), hop);
                        })
                        .composedOf(inputs -> {
                            Hop hop = hop(inputs, true);
                            return () -> parts(inputs.ops(), inputs.batch(), hop);
                        }),
                KernelCase.of("hopGradient", sizes, 6 * vectors + 4 * states + slots, 8 * vectors, inputs -> {
                            Hop hop = given(inputs);
                            HopGradient gradient = gradient(inputs);
                            return () -> inputs.ops().hopGradient(inputs.batch(), hop, gradient);
                        })
                        .composedOf(inputs -> {
                            Hop hop = given(inputs);
                            HopGradient gradient = gradient(inputs);
                            return () -> parts(inputs.ops(), inputs.batch(), hop, gradient);
                        }));
    }

    private static Hop hop(Inputs inputs, boolean results) {
        int slots = inputs.sizes().allSlots();
        int stories = inputs.sizes().stories();
        int d = inputs.sizes().dimension();
        return new Hop(
                inputs.input(SMALL, stories, d),
                inputs.input(slots, d),
                inputs.input(slots, d),
                null,
                Attention.SOFTMAX,
                0,
                d,
                results ? inputs.written(slots) : inputs.scratch(slots),
                results ? inputs.written(stories, d) : inputs.scratch(stories, d));
    }

    /** A hop that was done: its weights and its next state are inputs of the gradient. */
    private static Hop given(Inputs inputs) {
        Hop hop = hop(inputs, false);
        inputs.ops().hop(inputs.batch(), hop);
        return hop;
    }

    private static HopGradient gradient(Inputs inputs) {
        int slots = inputs.sizes().allSlots();
        int stories = inputs.sizes().stories();
        int d = inputs.sizes().dimension();
        return new HopGradient(
                inputs.input(stories, d),
                inputs.written(stories, d),
                inputs.changed(slots, d),
                inputs.changed(slots, d),
                null,
                inputs.scratch(slots));
    }

    private static void parts(Ops ops, Batch batch, Hop hop) {
        ops.innerProducts(batch, hop.state(), hop.memory(), hop.weights());
        ops.softmax(batch, hop.weights(), hop.softmaxWidth());
        ops.copy(hop.state(), hop.next());
        ops.weightedSum(batch, hop.weights(), hop.output(), hop.next());
    }

    private static void parts(Ops ops, Batch batch, Hop hop, HopGradient gradient) {
        Tensor weights = gradient.weights();
        ops.copy(gradient.next(), gradient.state());
        ops.weightedSumGradient(batch, hop.weights(), hop.output(), gradient.next(), weights, gradient.output());
        ops.softmaxGradient(batch, hop.weights(), weights);
        ops.innerProductsGradient(batch, hop.state(), hop.memory(), weights, gradient.state(), gradient.memory());
    }
}
