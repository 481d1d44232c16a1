package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.WordLists;

/**
 * The gradient of {@link Embed}: {@code words[x_sj] += l_j * g_s} and {@code times[t_s] += g_s}, in the order of
 * sentences and words. Parts: a few columns of one table, which then stay in the first cache while all words pass.
 */
final class EmbedGradient implements Parts {
    private static final float[] NO_TIMES = {};

    /** Vectors in the columns of a part: a row's share is then a cache line or two. */
    private static final int WIDTH = 4 * COUNT;

    private final Team team;
    private final PositionTable positions;
    private WordLists sentences = WordLists.timeless(new int[0], new int[1]);
    private int stride;
    private int blocks;
    private float[] gradient = {};
    private float[] words = {};
    private float[] times = {};

    EmbedGradient(Team team, PositionTable positions) {
        this.team = team;
        this.positions = positions;
    }

    void backward(WordLists lists, SentenceEncoding encoding, List<Tensor> gradients, List<EmbeddingTable> tables) {
        sentences = lists;
        for (int t = 0; t < tables.size(); t++) {
            SimdTensor table = SimdTensor.of(tables.get(t).words());
            Tensor time = tables.get(t).times();
            stride = table.stride();
            words = table.values();
            times = time == null ? NO_TIMES : SimdTensor.of(time).values();
            gradient = SimdTensor.of(gradients.get(t)).values();
            blocks = (stride + WIDTH - 1) / WIDTH;
            positions.prepare(encoding, table.columns(), lists.offsets());
            team.run(blocks, this);
        }
    }

    @Override
    public void run(int part, int worker) {
        int end = Math.min(stride, (part + 1) * WIDTH);
        int k = part * WIDTH;
        if (k + WIDTH <= end) {
            scatterFour(k);
        } else {
            for (; k < end; k += COUNT) {
                scatter(k);
            }
        }
        if (times != NO_TIMES && sentences.timed()) {
            for (int s = 0; s < sentences.count(); s++) {
                if (sentences.times()[s] >= 0) {
                    int row = sentences.times()[s] * stride;
                    Rows.add(gradient, s * stride + part * WIDTH, times, row + part * WIDTH, end - part * WIDTH);
                }
            }
        }
    }

    private void scatterFour(int k) {
        int[] x = sentences.words();
        int[] offsets = sentences.offsets();
        float[] table = words;
        float[] g = gradient;
        float[] components = positions.components();
        for (int s = 0; s < sentences.count(); s++) {
            int first = offsets[s];
            int length = offsets[s + 1] - first;
            float[] weights = positions.of(length);
            FloatVector g0 = fromArray(SPECIES, g, s * stride + k);
            FloatVector g1 = fromArray(SPECIES, g, s * stride + k + COUNT);
            FloatVector g2 = fromArray(SPECIES, g, s * stride + k + 2 * COUNT);
            FloatVector g3 = fromArray(SPECIES, g, s * stride + k + 3 * COUNT);
            for (int j = 0; j < length; j++) {
                FloatVector offset = broadcast(SPECIES, weights[2 * j]);
                FloatVector slope = broadcast(SPECIES, weights[2 * j + 1]);
                int row = x[first + j] * stride + k;
                fromArray(SPECIES, components, k)
                        .fma(slope, offset)
                        .fma(g0, fromArray(SPECIES, table, row))
                        .intoArray(table, row);
                fromArray(SPECIES, components, k + COUNT)
                        .fma(slope, offset)
                        .fma(g1, fromArray(SPECIES, table, row + COUNT))
                        .intoArray(table, row + COUNT);
                fromArray(SPECIES, components, k + 2 * COUNT)
                        .fma(slope, offset)
                        .fma(g2, fromArray(SPECIES, table, row + 2 * COUNT))
                        .intoArray(table, row + 2 * COUNT);
                fromArray(SPECIES, components, k + 3 * COUNT)
                        .fma(slope, offset)
                        .fma(g3, fromArray(SPECIES, table, row + 3 * COUNT))
                        .intoArray(table, row + 3 * COUNT);
            }
        }
    }

    private void scatter(int k) {
        int[] x = sentences.words();
        int[] offsets = sentences.offsets();
        float[] table = words;
        FloatVector component = fromArray(SPECIES, positions.components(), k);
        for (int s = 0; s < sentences.count(); s++) {
            int first = offsets[s];
            int length = offsets[s + 1] - first;
            float[] weights = positions.of(length);
            FloatVector g = fromArray(SPECIES, gradient, s * stride + k);
            for (int j = 0; j < length; j++) {
                FloatVector weight =
                        component.fma(broadcast(SPECIES, weights[2 * j + 1]), broadcast(SPECIES, weights[2 * j]));
                int row = x[first + j] * stride + k;
                weight.fma(g, fromArray(SPECIES, table, row)).intoArray(table, row);
            }
        }
    }
}
