package org.memn2n.train;

import java.util.Optional;
import org.memn2n.data.Examples;
import org.memn2n.data.TokenWindows;
import org.memn2n.data.WrappedExamples;
import org.memn2n.ops.Backend;
import org.memn2n.train.Evaluation.LastBatch;

/**
 * How well a language model guesses a text: the exponential of the mean loss in nats.
 *
 * @param words how many words were scored, all of the text
 * @param perplexity over all words; the first ones have shorter memories
 * @param authors the same as the authors' code counts: without the first N + 1 words, and with the first of the others once
 *     more until there are as many full batches as the text needs; empty where the text has no more than N + 1 words
 */
public record Perplexity(long words, double perplexity, Optional<Double> authors) {
    /**
     * Scores a text.
     *
     * @param text ids of its words in the model's vocabulary
     */
    public static Perplexity of(TrainedModel model, Backend backend, int[] text) {
        TokenWindows windows = Dataset.windows(model.config().model(), text);
        Score every = Evaluation.score(model, backend, windows, LastBatch.SCORED);
        int first = model.config().model().memorySize() + 1;
        Optional<Double> authors = Optional.empty();
        if (first < text.length) {
            Examples wrapped = new WrappedExamples(
                    windows, first, model.config().training().batchSize());
            authors = Optional.of(of(Evaluation.score(model, backend, wrapped, LastBatch.SCORED)));
        }
        return new Perplexity(every.examples(), of(every), authors);
    }

    private static double of(Score score) {
        return Math.exp(score.meanLoss());
    }
}
