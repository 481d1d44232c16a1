package org.memn2n.testkit;

import java.util.List;
import org.memn2n.ops.Clip;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;
import org.memn2n.tensor.HostTensor;
import org.memn2n.testkit.RandomInputs.Sizes;

/** Operations on tensors as they are: sizes, copies, the linear map, rectification and the update of parameters. */
final class StateCases extends BatteryCase {
    StateCases(Ops ops, Sizes sizes, long seed) {
        super(ops, sizes, seed);
    }

    void resize() {
        Tensor tensor = tensor(3, 2);
        for (int rows : new int[] {5, 2, 7, 0, 1}) {
            HostTensor values = inputs.tensor(rows, 3);
            ops.resize(tensor, values.shape());
            ops.upload(values, tensor);
            keep(tensor);
        }
    }

    void fill() {
        Tensor tensor = tensor(sizes.stories(), sizes.dimension());
        ops.fill(tensor, 0.1f);
        keep(tensor);
    }

    void copy() {
        Tensor source = tensor(sizes.stories(), sizes.dimension());
        Tensor target = tensor(sizes.stories(), sizes.dimension());
        ops.copy(source, target);
        keep(source);
        keep(target);
    }

    /** None, the first, the last, and some in the middle of tensors of different heights. */
    void copyRows() {
        int rows = sizes.stories() + 3;
        for (int[] piece : new int[][] {{0, 0, 0}, {0, rows - 1, 1}, {rows - 2, 0, 2}, {1, 2, rows - 2}}) {
            Tensor source = tensor(rows, sizes.dimension());
            Tensor target = tensor(rows + 1, sizes.dimension());
            ops.copyRows(source, piece[0], target, piece[1], piece[2]);
            keep(source);
            keep(target);
        }
    }

    void linear() {
        int d = sizes.dimension();
        Tensor result = tensor(sizes.stories(), d);
        ops.linear(tensor(sizes.stories(), d), tensor(d, d), result);
        keep(result);
    }

    void linearGradient() {
        int d = sizes.dimension();
        Tensor stateGradient = tensor(sizes.stories(), d);
        Tensor mapGradient = tensor(d, d);
        ops.linearGradient(
                tensor(sizes.stories(), d), tensor(d, d), tensor(sizes.stories(), d), stateGradient, mapGradient);
        keep(stateGradient);
        keep(mapGradient);
    }

    void relu() {
        for (int first : new int[] {0, sizes.dimension() / 2, sizes.dimension()}) {
            Tensor state = tensor(sizes.stories(), sizes.dimension());
            ops.relu(state, first);
            keep(state);
        }
    }

    void reluGradient() {
        for (int first : new int[] {0, sizes.dimension() / 2, sizes.dimension()}) {
            Tensor state = tensor(sizes.stories(), sizes.dimension());
            Tensor gradient = tensor(sizes.stories(), sizes.dimension());
            ops.relu(state, first);
            ops.reluGradient(state, first, gradient);
            keep(gradient);
        }
    }

    void update() {
        for (Clip.Kind kind : Clip.Kind.values()) {
            for (double threshold : new double[] {0.3, 1e6}) {
                List<Trained> parameters = List.of(
                        new Trained(
                                tensor(sizes.words(), sizes.dimension()),
                                tensor(sizes.words(), sizes.dimension()),
                                true),
                        new Trained(tensor(3, 5), tensor(3, 5), false));
                try (Tally tally = ops.newTally()) {
                    ops.update(parameters, new UpdateRule(0.1, 0.5, new Clip(kind, threshold)), 1, tally);
                }
                parameters.forEach(parameter -> keep(parameter.value()));
                parameters.forEach(parameter -> keep(parameter.gradient()));
            }
        }
    }
}
