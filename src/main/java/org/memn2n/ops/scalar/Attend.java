package org.memn2n.ops.scalar;

import java.util.Arrays;
import org.memn2n.ops.TopSlots;

/** Queries to a large memory: {@code y_q = sum_i p_i c_i}, {@code p_i = exp(q . m_i) / sum_j exp(q . m_j)}. */
final class Attend {
    private Attend() {}

    static void forward(ScalarKeyValueMemory memory, ScalarTensor queries, ScalarTensor result, ScalarTensor logSums) {
        double[] y = result.values(); // [Q, d]
        int d = memory.dimension();
        for (int q = 0; q < queries.shape().extent(0); q++) {
            double max = Double.NEGATIVE_INFINITY;
            for (long i = 0; i < memory.slots(); i++) {
                max = Math.max(max, score(memory, i, queries, q));
            }
            Arrays.fill(y, q * d, (q + 1) * d, 0);
            double sum = 0;
            // Scores of -infinity have no weight, also when there is no other.
            for (long i = 0; i < memory.slots() && max != Double.NEGATIVE_INFINITY; i++) {
                double exponential = Math.exp(score(memory, i, queries, q) - max);
                float[] c = memory.values(i);
                int place = memory.place(i);
                for (int k = 0; k < d; k++) {
                    y[q * d + k] += exponential * c[place + k];
                }
                sum += exponential;
            }
            for (int k = 0; k < d && sum != 0; k++) {
                y[q * d + k] /= sum;
            }
            logSums.values()[q] = max + Math.log(sum);
        }
        result.stored();
        logSums.stored();
    }

    /** The inner product of a query and the key of a slot. */
    private static double score(ScalarKeyValueMemory memory, long slot, ScalarTensor queries, int query) {
        double[] x = queries.values(); // [Q, d]
        float[] m = memory.keys(slot);
        int d = memory.dimension();
        int place = memory.place(slot);
        double sum = 0;
        for (int k = 0; k < d; k++) {
            sum += x[query * d + k] * m[place + k];
        }
        return sum;
    }

    /** The best slots of each query: each slot is put in its place among the best so far. */
    static TopSlots topSlots(ScalarKeyValueMemory memory, ScalarTensor queries, int count) {
        int rows = queries.shape().extent(0);
        TopSlots top = new TopSlots(count, new long[rows * count], new float[rows * count]);
        for (int q = 0; q < rows; q++) {
            int first = q * count;
            int end = first;
            for (long i = 0; i < memory.slots() && count > 0; i++) {
                float score = (float) score(memory, i, queries, q);
                if (end < first + count) {
                    end++;
                } else if (!before(score, i, top, end - 1)) {
                    continue;
                }
                int place = end - 1;
                while (place > first && before(score, i, top, place - 1)) {
                    top.scores()[place] = top.scores()[place - 1];
                    top.slots()[place] = top.slots()[place - 1];
                    place--;
                }
                top.scores()[place] = score;
                top.slots()[place] = i;
            }
        }
        return top;
    }

    private static boolean before(float score, long slot, TopSlots top, int place) {
        return TopSlots.comesBefore(score, slot, top.scores()[place], top.slots()[place]);
    }
}
