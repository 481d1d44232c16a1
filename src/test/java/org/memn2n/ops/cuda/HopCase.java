package org.memn2n.ops.cuda;

import java.util.ArrayList;
import java.util.List;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Hop;
import org.memn2n.ops.HopGradient;
import org.memn2n.ops.Kernels;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.HostTensor;
import org.memn2n.testkit.Close;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomInputs.Sizes;

/** One hop and its gradient on inputs made from a seed, to be run by any kernels. */
final class HopCase {
    /**
     * What a hop can be told besides its tensors.
     *
     * @param mapped whether there is a map
     * @param attention softmax or linear
     * @param width of the softmax
     * @param firstRectified where the ReLU begins
     */
    record Setting(boolean mapped, Attention attention, int width, int firstRectified) {}

    private final Sizes sizes;
    private final Setting setting;
    private final long seed;
    private boolean broken;

    HopCase(Sizes sizes, Setting setting, long seed) {
        this.sizes = sizes;
        this.setting = setting;
        this.seed = seed;
    }

    /** The same with a NaN in the last slot of the memory. */
    HopCase withNaN() {
        HopCase other = new HopCase(sizes, setting, seed);
        other.broken = true;
        return other;
    }

    /**
     * Weights and next state; then the gradients: next as it is left, state, memory, output, weights, and map, which
     * stays as it was where there is none.
     */
    List<double[]> run(Kernels kernels) {
        Ops ops = new Ops(kernels); // not closed: the kernels are the caller's
        RandomInputs inputs = new RandomInputs(seed);
        List<Tensor> tensors = new ArrayList<>();
        try (Batch batch = ops.upload(inputs.batch(sizes, sizes.words()))) {
            int slots = batch.memories().count();
            int stories = sizes.stories();
            int d = sizes.dimension();
            HostTensor memory = inputs.scaled(0.5, slots, d);
            if (broken) {
                memory.values()[slots * d - 1] = Float.NaN;
            }
            // Products over d, and over slots without a softmax, that come out near 1: else cancellation is all one
            // sees.
            boolean linear = setting.attention() == Attention.LINEAR;
            double deviation = 1 / Math.sqrt((double) d * Math.max(1, linear ? sizes.maxSlots() : 1));
            Tensor mapGradient = upload(ops, tensors, inputs.tensor(d, d));
            Tensor map = upload(ops, tensors, inputs.scaled(1 / Math.sqrt(d), d, d));
            Hop hop = new Hop(
                    upload(ops, tensors, inputs.scaled(deviation, stories, d)),
                    upload(ops, tensors, memory),
                    upload(ops, tensors, inputs.scaled(0.5, slots, d)),
                    setting.mapped() ? map : null,
                    setting.attention(),
                    setting.width(),
                    setting.firstRectified(),
                    upload(ops, tensors, inputs.tensor(slots)),
                    upload(ops, tensors, inputs.tensor(stories, d)));
            HopGradient gradient = new HopGradient(
                    upload(ops, tensors, inputs.scaled(1 / Math.sqrt(d), stories, d)),
                    upload(ops, tensors, inputs.tensor(stories, d)),
                    upload(ops, tensors, inputs.tensor(slots, d)),
                    upload(ops, tensors, inputs.tensor(slots, d)),
                    setting.mapped() ? mapGradient : null,
                    upload(ops, tensors, inputs.tensor(slots)));
            ops.hop(batch, hop);
            ops.hopGradient(batch, hop, gradient);
            return List.of(
                            hop.weights(),
                            hop.next(),
                            gradient.next(),
                            gradient.state(),
                            gradient.memory(),
                            gradient.output(),
                            gradient.weights(),
                            mapGradient)
                    .stream()
                    .map(tensor -> Close.doubles(ops.download(tensor).values()))
                    .toList();
        } finally {
            tensors.forEach(Tensor::close);
        }
    }

    private static Tensor upload(Ops ops, List<Tensor> tensors, HostTensor values) {
        Tensor tensor = ops.upload(values);
        tensors.add(tensor);
        return tensor;
    }

    @Override
    public String toString() {
        return sizes + " " + setting + " seed " + seed;
    }
}
