package org.memn2n.testkit;

import java.util.List;
import org.memn2n.ops.AnswerRows;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.testkit.RandomInputs.Sizes;

/** Operations after the last hop: answers, their loss and their distribution. */
final class AnswerCases extends BatteryCase {
    AnswerCases(Ops ops, Sizes sizes, long seed) {
        super(ops, sizes, seed);
    }

    void answer() {
        for (int[] choice : choices()) {
            try (AnswerRows rows = ops.uploadRows(choice)) {
                int classes = choice.length == 0 ? sizes.words() : choice.length;
                Tensor logits = tensor(sizes.stories(), classes);
                ops.answer(
                        tensor(sizes.stories(), sizes.dimension()),
                        tensor(sizes.words(), sizes.dimension()),
                        choice.length == 0 ? null : rows,
                        logits);
                keep(logits);
            }
        }
    }

    void answerGradient() {
        for (int[] choice : choices()) {
            try (AnswerRows rows = ops.uploadRows(choice)) {
                int classes = choice.length == 0 ? sizes.words() : choice.length;
                Tensor stateGradient = tensor(sizes.stories(), sizes.dimension());
                Tensor wordsGradient = tensor(sizes.words(), sizes.dimension());
                ops.answerGradient(
                        tensor(sizes.stories(), sizes.dimension()),
                        tensor(sizes.words(), sizes.dimension()),
                        choice.length == 0 ? null : rows,
                        ops.upload(inputs.scaled(0.05, sizes.stories(), classes)),
                        stateGradient,
                        wordsGradient);
                keep(stateGradient);
                keep(wordsGradient);
            }
        }
    }

    /** All words, or a choice of them in any order, a row twice. */
    private List<int[]> choices() {
        int[] some = new int[1 + sizes.words() / 2];
        for (int i = 1; i < some.length; i++) {
            some[i] = inputs.number(sizes.words());
        }
        return List.of(new int[0], some);
    }

    void crossEntropy() {
        try (Tally tally = ops.newTally()) {
            Tensor logits = ops.upload(inputs.scaled(3, sizes.stories(), sizes.words()));
            Tensor gradient = tensor(sizes.stories(), sizes.words());
            ops.crossEntropy(batch, logits, gradient, tally);
            ops.crossEntropy(batch, logits, null, tally);
            keep(gradient);
            Tally.Values values = ops.read(tally);
            keep(new double[] {values.loss(), values.wrong(), values.examples()});
            ops.reset(tally);
            keep(new double[] {ops.read(tally).loss(), ops.read(tally).examples()});
        }
    }

    void distribution() {
        Tensor logits = ops.upload(inputs.scaled(30, sizes.stories(), sizes.words()));
        Tensor probabilities = tensor(sizes.stories(), sizes.words());
        ops.distribution(logits, probabilities);
        keep(probabilities);
        ops.distribution(logits, logits);
        keep(logits);
    }
}
