package org.memn2n.testkit;

import java.util.ArrayList;
import java.util.List;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Hop;
import org.memn2n.ops.HopGradient;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;
import org.memn2n.testkit.RandomInputs.Sizes;

/** Single hops of every kind, and their gradients. */
final class HopCases {
    private final Ops ops;
    private final RandomInputs inputs;
    private final Sizes sizes;
    private final Batch batch;

    HopCases(Ops ops, RandomInputs inputs, Sizes sizes, Batch batch) {
        this.ops = ops;
        this.inputs = inputs;
        this.sizes = sizes;
        this.batch = batch;
    }

    /** The weights and the next state of every kind of hop. */
    List<Tensor> forward() {
        List<Tensor> results = new ArrayList<>();
        for (Hop hop : hops()) {
            ops.hop(batch, hop);
            results.add(hop.weights());
            results.add(hop.next());
        }
        return results;
    }

    /** The gradients of every kind of hop. */
    List<Tensor> gradients() {
        int d = sizes.dimension();
        List<Tensor> results = new ArrayList<>();
        for (Hop hop : hops()) {
            ops.hop(batch, hop);
            HopGradient gradient = new HopGradient(
                    tensor(sizes.stories(), d),
                    tensor(sizes.stories(), d),
                    tensor(slots(), d),
                    tensor(slots(), d),
                    hop.map() == null ? null : tensor(d, d),
                    tensor(slots()));
            ops.hopGradient(batch, hop, gradient);
            results.addAll(List.of(gradient.state(), gradient.memory(), gradient.output()));
            if (gradient.map() != null) {
                results.add(gradient.map());
            }
        }
        return results;
    }

    /** With and without a map, a softmax, empty slots that count, and a ReLU on none, half and all. */
    private List<Hop> hops() {
        int d = sizes.dimension();
        return List.of(
                hop(false, Attention.SOFTMAX, 0, d),
                hop(true, Attention.SOFTMAX, sizes.maxSlots() + 2, d / 2),
                hop(true, Attention.LINEAR, 0, 0),
                hop(false, Attention.LINEAR, 0, d / 2));
    }

    private Hop hop(boolean mapped, Attention attention, int width, int firstRectified) {
        int d = sizes.dimension();
        double deviation = 1 / Math.sqrt(d * Math.max(1, attention == Attention.LINEAR ? sizes.maxSlots() : 1));
        return new Hop(
                scaled(deviation, sizes.stories(), d),
                scaled(0.5, slots(), d),
                scaled(deviation, slots(), d),
                mapped ? scaled(deviation, d, d) : null,
                attention,
                width,
                firstRectified,
                tensor(slots()),
                tensor(sizes.stories(), d));
    }

    private int slots() {
        return batch.memories().count();
    }

    private Tensor tensor(int... extents) {
        return ops.upload(inputs.tensor(extents));
    }

    private Tensor scaled(double deviation, int... extents) {
        return ops.upload(inputs.scaled(deviation, extents));
    }
}
