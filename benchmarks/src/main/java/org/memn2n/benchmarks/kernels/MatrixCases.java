package org.memn2n.benchmarks.kernels;

import java.util.List;
import org.memn2n.ops.Tensor;

/** Matrix products: the map between hops, at a width at which arithmetic binds, and the output layer. */
final class MatrixCases {
    private static final int MAP_ROWS = 8;
    private static final int MAP_WIDTH = 4;

    private MatrixCases() {}

    static List<KernelCase> of(Sizes sizes) {
        int rows = MAP_ROWS * sizes.stories();
        int width = MAP_WIDTH * sizes.dimension();
        double states = (double) rows * width;
        double map = (double) width * width;
        double product = 2 * states * width;
        return List.of(
                KernelCase.of("linear", sizes, 2 * states + map, product, inputs -> {
                    Tensor state = inputs.input(rows, width);
                    Tensor matrix = inputs.input(width, width);
                    Tensor result = inputs.written(rows, width);
                    return () -> inputs.ops().linear(state, matrix, result);
                }),
                KernelCase.of("linearGradient", sizes, 3 * states + 3 * map, 2 * product, inputs -> {
                    Tensor state = inputs.input(rows, width);
                    Tensor matrix = inputs.input(width, width);
                    Tensor resultGradient = inputs.input(rows, width);
                    Tensor stateGradient = inputs.written(rows, width);
                    Tensor mapGradient = inputs.changed(width, width);
                    return () -> inputs.ops().linearGradient(state, matrix, resultGradient, stateGradient, mapGradient);
                }),
                answer(sizes),
                answerGradient(sizes));
    }

    private static KernelCase answer(Sizes sizes) {
        int d = sizes.dimension();
        double states = (double) sizes.stories() * d;
        double table = (double) sizes.words() * d;
        double logits = (double) sizes.stories() * sizes.words();
        return KernelCase.of("answer", sizes, states + table + logits, 2 * logits * d, inputs -> {
            Tensor state = inputs.input(sizes.stories(), d);
            Tensor words = inputs.input(sizes.words(), d);
            Tensor result = inputs.written(sizes.stories(), sizes.words());
            return () -> inputs.ops().answer(state, words, null, result);
        });
    }

    private static KernelCase answerGradient(Sizes sizes) {
        int d = sizes.dimension();
        double states = (double) sizes.stories() * d;
        double table = (double) sizes.words() * d;
        double logits = (double) sizes.stories() * sizes.words();
        return KernelCase.of("answerGradient", sizes, 2 * states + 3 * table + logits, 4 * logits * d, inputs -> {
            Tensor state = inputs.input(sizes.stories(), d);
            Tensor words = inputs.input(sizes.words(), d);
            Tensor logitsGradient = inputs.input(sizes.stories(), sizes.words());
            Tensor stateGradient = inputs.written(sizes.stories(), d);
            Tensor wordsGradient = inputs.changed(sizes.words(), d);
            return () -> inputs.ops().answerGradient(state, words, null, logitsGradient, stateGradient, wordsGradient);
        });
    }
}
