package org.memn2n.benchmarks.kernels;

import java.util.List;
import org.memn2n.ops.Tensor;

/** States against memories: scores, softmax, weighted sums, and their gradients. */
final class SlotCases {
    private SlotCases() {}

    static List<KernelCase> of(Sizes sizes) {
        int slots = sizes.allSlots();
        int stories = sizes.stories();
        int d = sizes.dimension();
        double vectors = (double) slots * d;
        double states = (double) stories * d;
        return List.of(
                KernelCase.of("innerProducts", sizes, vectors + states + slots, 2 * vectors, inputs -> {
                    Tensor state = inputs.input(stories, d);
                    Tensor memory = inputs.input(slots, d);
                    Tensor scores = inputs.written(slots);
                    return () -> inputs.ops().innerProducts(inputs.batch(), state, memory, scores);
                }),
                KernelCase.of("innerProductsGradient", sizes, 3 * vectors + 3 * states + slots, 4 * vectors, inputs -> {
                    Tensor state = inputs.input(stories, d);
                    Tensor memory = inputs.input(slots, d);
                    Tensor scores = inputs.input(slots);
                    Tensor stateGradient = inputs.changed(stories, d);
                    Tensor memoryGradient = inputs.changed(slots, d);
                    return () -> inputs.ops()
                            .innerProductsGradient(
                                    inputs.batch(), state, memory, scores, stateGradient, memoryGradient);
                }),
                KernelCase.of("softmax", sizes, 2.0 * slots, 4.0 * slots, inputs -> {
                    Tensor scores = inputs.changed(slots);
                    return () -> inputs.ops().softmax(inputs.batch(), scores, 0);
                }),
                KernelCase.of("softmaxGradient", sizes, 3.0 * slots, 4.0 * slots, inputs -> {
                    Tensor weights = inputs.input(slots);
                    Tensor gradient = inputs.changed(slots);
                    return () -> inputs.ops().softmaxGradient(inputs.batch(), weights, gradient);
                }),
                KernelCase.of("weightedSum", sizes, vectors + 2 * states + slots, 2 * vectors, inputs -> {
                    Tensor weights = inputs.input(slots);
                    Tensor output = inputs.input(slots, d);
                    Tensor sum = inputs.changed(stories, d);
                    return () -> inputs.ops().weightedSum(inputs.batch(), weights, output, sum);
                }),
                KernelCase.of("weightedSumGradient", sizes, 3 * vectors + states + 2.0 * slots, 4 * vectors, inputs -> {
                    Tensor weights = inputs.input(slots);
                    Tensor output = inputs.input(slots, d);
                    Tensor sumGradient = inputs.input(stories, d);
                    Tensor weightsGradient = inputs.written(slots);
                    Tensor outputGradient = inputs.changed(slots, d);
                    return () -> inputs.ops()
                            .weightedSumGradient(
                                    inputs.batch(), weights, output, sumGradient, weightsGradient, outputGradient);
                }));
    }
}
