package org.memn2n.benchmarks.kernels;

import java.util.List;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;

/** From logits to loss, gradient and probabilities. */
final class AnswerCases {
    private AnswerCases() {}

    static List<KernelCase> of(Sizes sizes) {
        double logits = (double) sizes.stories() * sizes.words();
        return List.of(
                KernelCase.of("crossEntropy", sizes, 2 * logits, 4 * logits, inputs -> {
                    Tensor values = inputs.input(sizes.stories(), sizes.words());
                    Tensor gradient = inputs.written(sizes.stories(), sizes.words());
                    Tally tally = inputs.tally();
                    return () -> inputs.ops().crossEntropy(inputs.batch(), values, gradient, tally);
                }),
                KernelCase.of("distribution", sizes, 2 * logits, 4 * logits, inputs -> {
                    Tensor values = inputs.input(sizes.stories(), sizes.words());
                    Tensor probabilities = inputs.written(sizes.stories(), sizes.words());
                    return () -> inputs.ops().distribution(values, probabilities);
                }));
    }
}
