package org.memn2n.benchmarks.kernels;

import java.util.List;
import org.memn2n.ops.Clip;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;

/** What works on each element by itself, and the update. */
final class PointwiseCases {
    private PointwiseCases() {}

    static List<KernelCase> of(Sizes sizes) {
        int rows = sizes.allSlots();
        int d = sizes.dimension();
        double elements = (double) rows * d;
        return List.of(
                copy(sizes),
                copyRows(sizes),
                KernelCase.of("fill", sizes, elements, 0, inputs -> {
                    Tensor target = inputs.written(rows, d);
                    return () -> inputs.ops().fill(target, 0.1f);
                }),
                KernelCase.of("relu", sizes, 2 * elements, 0, inputs -> {
                    Tensor state = inputs.changed(rows, d);
                    return () -> inputs.ops().relu(state, 0);
                }),
                KernelCase.of("reluGradient", sizes, 3 * elements, 0, inputs -> {
                    Tensor rectified = inputs.input(rows, d);
                    Tensor gradient = inputs.changed(rows, d);
                    return () -> inputs.ops().reluGradient(rectified, 0, gradient);
                }),
                // The gradient is filled, read for its norm, and again with the values; both are written.
                KernelCase.of("update", sizes, 6 * elements, 4 * elements, PointwiseCases::update));
    }

    /** What all others are compared with. */
    static KernelCase copy(Sizes sizes) {
        double elements = (double) sizes.allSlots() * sizes.dimension();
        return KernelCase.of("copy", sizes, 2 * elements, 0, inputs -> {
            Tensor source = inputs.input(sizes.allSlots(), sizes.dimension());
            Tensor target = inputs.written(sizes.allSlots(), sizes.dimension());
            return () -> inputs.ops().copy(source, target);
        });
    }

    /** All but the first row of one tensor to all but the last of another. */
    private static KernelCase copyRows(Sizes sizes) {
        int rows = sizes.allSlots() - 1;
        return KernelCase.of("copyRows", sizes, 2.0 * rows * sizes.dimension(), 0, inputs -> {
            Tensor source = inputs.input(rows + 1, sizes.dimension());
            Tensor target = inputs.changed(rows + 1, sizes.dimension());
            return () -> inputs.ops().copyRows(source, 1, target, 0, rows);
        });
    }

    /** With a gradient filled anew each time: an update leaves zeros, and a backend that knows it would have nothing to do. */
    private static Runnable update(Inputs inputs) {
        Ops ops = inputs.ops();
        int rows = inputs.sizes().allSlots();
        int d = inputs.sizes().dimension();
        Tensor gradient = inputs.written(rows, d);
        List<Trained> parameters = List.of(new Trained(inputs.changed(rows, d), gradient, true));
        Tally tally = inputs.tally();
        UpdateRule rule = new UpdateRule(0.1, 1, new Clip(Clip.Kind.GLOBAL, 40));
        return () -> {
            ops.fill(gradient, 0.01f);
            ops.update(parameters, rule, 1, tally);
        };
    }
}
