package org.memn2n.ops.scalar;

import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.WordLists;

/** Sentence encoding, for one table: {@code vector_s = sum_j l_j * words[x_sj] + times[t_s]} (paper section 4.1). */
final class Embed {
    private Embed() {}

    static void forward(WordLists sentences, SentenceEncoding encoding, EmbeddingTable table, ScalarTensor vectors) {
        double[] words = ScalarTensor.of(table.words()).values(); // [V, d]
        Tensor timeTable = table.times();
        double[] times =
                timeTable == null ? new double[0] : ScalarTensor.of(timeTable).values(); // [N, d]
        double[] sum = vectors.values(); // [sentences, d]
        int d = vectors.shape().extent(1);
        PositionWeights weights = encoding.weights();

        for (int s = 0; s < sentences.count(); s++) {
            int first = sentences.offsets()[s];
            int end = sentences.offsets()[s + 1];
            int length = encoding.lengthOf(end - first);
            boolean timed = timeTable != null && sentences.timed() && sentences.times()[s] >= 0;
            for (int k = 0; k < d; k++) {
                sum[s * d + k] = timed ? times[sentences.times()[s] * d + k] : 0;
            }
            for (int w = first; w < end; w++) {
                double offset = weights.offset(w - first + 1, length, d);
                double slope = weights.slope(w - first + 1, length, d);
                int row = sentences.words()[w] * d;
                for (int k = 0; k < d; k++) {
                    sum[s * d + k] += (offset + slope * (k + 1)) * words[row + k];
                }
            }
        }
        vectors.stored();
    }

    static void gradient(WordLists sentences, SentenceEncoding encoding, ScalarTensor vectors, EmbeddingTable table) {
        double[] gradient = vectors.values(); // [sentences, d]
        int d = vectors.shape().extent(1);
        ScalarTensor wordTable = ScalarTensor.of(table.words());
        double[] words = wordTable.values(); // [V, d]
        PositionWeights weights = encoding.weights();

        for (int s = 0; s < sentences.count(); s++) {
            int first = sentences.offsets()[s];
            int end = sentences.offsets()[s + 1];
            int length = encoding.lengthOf(end - first);
            for (int w = first; w < end; w++) {
                double offset = weights.offset(w - first + 1, length, d);
                double slope = weights.slope(w - first + 1, length, d);
                int row = sentences.words()[w] * d;
                for (int k = 0; k < d; k++) {
                    words[row + k] += (offset + slope * (k + 1)) * gradient[s * d + k];
                }
            }
        }
        // Only the rows that were touched, so that a large vocabulary costs nothing.
        for (int word : sentences.words()) {
            wordTable.stored(word * d, (word + 1) * d);
        }
        Tensor timeTable = table.times();
        if (timeTable != null && sentences.timed()) {
            timeGradient(sentences, gradient, d, ScalarTensor.of(timeTable));
        }
    }

    private static void timeGradient(WordLists sentences, double[] gradient, int d, ScalarTensor timeTable) {
        double[] times = timeTable.values(); // [N, d]
        for (int s = 0; s < sentences.count(); s++) {
            int time = sentences.times()[s];
            if (time >= 0) {
                for (int k = 0; k < d; k++) {
                    times[time * d + k] += gradient[s * d + k];
                }
            }
        }
        timeTable.stored();
    }
}
