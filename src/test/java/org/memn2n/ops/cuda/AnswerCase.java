package org.memn2n.ops.cuda;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.AnswerRows;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.HostTensor;
import org.memn2n.testkit.Close;
import org.memn2n.testkit.RandomInputs;

/**
 * All three products of an answer layer: logits [B, C] of k = d, the states' gradient [B, d] of k = C, and the table's
 * gradient [C, d] of k = B, added to what is there.
 *
 * @param stories B
 * @param classes C
 * @param dimension d
 * @param picked whether the classes are picked rows of a larger table, some of them twice
 */
record AnswerCase(int stories, int classes, int dimension, boolean picked) {
    private static final long SEED = 11;

    /** Logits, the states' gradient, the table's gradient. */
    List<double[]> run(Ops ops) {
        return run(ops, 0);
    }

    /** As {@link #run}, with this number added to the first component of the second story's state and gradient. */
    List<double[]> run(Ops ops, float disturbance) {
        RandomInputs inputs = new RandomInputs(SEED);
        HostTensor state = inputs.tensor(stories, dimension);
        HostTensor gradient = inputs.tensor(stories, classes);
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
