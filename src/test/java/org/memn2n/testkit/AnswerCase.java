package org.memn2n.testkit;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.AnswerRows;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.HostTensor;

/**
 * All three products of an answer layer: logits [B, C] of k = d, the states' gradient [B, d] of k = C, and the table's
 * gradient [C, d] of k = B, added to what is there.
 *
 * @param stories B
 * @param classes C
 * @param dimension d
 * @param picked whether the classes are picked rows of a larger table, some of them twice
 */
public record AnswerCase(int stories, int classes, int dimension, boolean picked) {
    /** The least that is large on a GPU: 2 to the power of 22 multiply-adds. */
    public static final AnswerCase LEAST_LARGE = new AnswerCase(4096, 32, 32, false);

    /** Large, with sums so long that they are split. */
    public static final AnswerCase SPLIT = new AnswerCase(17, 4099, 61, false);

    private static final long SEED = 11;
    private static final double LONG_SUM = 1024;

    /**
     * Large ones. Between them the three products of a case have odd and even rows, partial tiles along m, n and k, one
     * tile and many, one split and many, sums of a few terms and of thousands.
     */
    public static List<AnswerCase> large() {
        return List.of(
                LEAST_LARGE,
                SPLIT,
                new AnswerCase(129, 257, 127, false),
                new AnswerCase(128, 130, 254, false),
                new AnswerCase(3, 4100, 342, false),
                new AnswerCase(1000, 600, 7, false),
                new AnswerCase(65, 510, 130, true),
                new AnswerCase(33, 1999, 64, true));
    }

    /** Holds results, in the order of {@link #run}, against those of the reference, logits to a tolerance of their own. */
    public void compare(List<double[]> actual, List<double[]> expected, double ofLogits) {
        for (int i = 0; i < expected.size(); i++) {
            double tolerance = i == 0 ? ofLogits : Close.SINGLE_GRADIENT;
            Close.assertClose(this + " result " + i, actual.get(i), expected.get(i), tolerance);
        }
    }

    /** Logits, the states' gradient, the table's gradient. */
    public List<double[]> run(Ops ops) {
        return run(ops, 0);
    }

    /** As {@link #run}, with this number added to the first component of the second story's state and gradient. */
    public List<double[]> run(Ops ops, float disturbance) {
        RandomInputs inputs = new RandomInputs(SEED);
        HostTensor state = inputs.tensor(stories, dimension);
        // Where sums are longest their terms are smaller, so that not even plain sums err by more than tolerances
        // allow.
        HostTensor gradient = inputs.scaled(0.5 * Math.min(1, Math.sqrt(LONG_SUM / classes)), stories, classes);
        if (disturbance != 0) {
            state.values()[dimension] += disturbance;
            gradient.values()[classes] += disturbance;
        }
        int rows = picked ? classes + 5 : classes;
        try (Tensor states = ops.upload(state);
                Tensor words = ops.upload(inputs.tensor(rows, dimension));
                Tensor logits = ops.upload(inputs.tensor(stories, classes));
                Tensor logitsGradient = ops.upload(gradient);
                Tensor stateGradient = ops.upload(inputs.tensor(stories, dimension));
                Tensor wordsGradient = ops.upload(inputs.tensor(rows, dimension));
                Picked answers = new Picked(ops, picked ? classes : -1)) {
            ops.answer(states, words, answers.rows, logits);
            ops.answerGradient(states, words, answers.rows, logitsGradient, stateGradient, wordsGradient);
            return List.of(doubles(ops, logits), doubles(ops, stateGradient), doubles(ops, wordsGradient));
        }
    }

    private static double[] doubles(Ops ops, Tensor tensor) {
        return Close.doubles(ops.download(tensor).values());
    }

    /** Rows from the third on, the first of them for the last class as well; or none. */
    private static final class Picked implements AutoCloseable {
        private final @Nullable AnswerRows rows;

        Picked(Ops ops, int classes) {
            rows = classes < 0
                    ? null
                    : ops.uploadRows(IntStream.range(0, classes)
                            .map(i -> 3 + i % (classes - 1))
                            .toArray());
        }

        @Override
        public void close() {
            if (rows != null) {
                rows.close();
            }
        }
    }
}
