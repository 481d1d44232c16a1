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

/** Sentence encoding: {@code vector_s = sum_j l_j * words[x_sj] + times[t_s]} (paper section 4.1). Parts: sentences. */
final class Embed implements Parts {
    private static final float[] NO_TIMES = {};

    private final Team team;
    private final PositionTable positions;
    private WordLists sentences = WordLists.timeless(new int[0], new int[1]);
    private int stride;
    private int count;
    private int parts;

    /** For each table [V, d], [N, d] or empty, and [sentences, d]. */
    private float[][] words = {};

    private float[][] times = {};
    private float[][] vectors = {};

    Embed(Team team, PositionTable positions) {
        this.team = team;
        this.positions = positions;
    }

    void forward(WordLists lists, SentenceEncoding encoding, List<EmbeddingTable> tables, List<Tensor> results) {
        sentences = lists;
        count = tables.size();
        if (words.length < count) {
            words = new float[count][];
            times = new float[count][];
            vectors = new float[count][];
        }
        int first = 0;
        // Tables of one width go together; usually all have the same.
        while (first < count) {
            stride = SimdTensor.of(results.get(first)).stride();
            int d = SimdTensor.of(results.get(first)).columns();
            count = 0;
            while (first < tables.size() && SimdTensor.of(results.get(first)).columns() == d) {
                words[count] = SimdTensor.of(tables.get(first).words()).values();
                Tensor time = tables.get(first).times();
                times[count] = time == null ? NO_TIMES : SimdTensor.of(time).values();
                vectors[count++] = SimdTensor.of(results.get(first++)).values();
            }
            positions.prepare(encoding, d, lists.offsets());
            parts = Split.parts(lists.count(), (long) (lists.words().length + lists.count()) * stride * count);
            team.run(parts, this);
            count = tables.size();
        }
    }

    @Override
    public void run(int part, int worker) {
        // Table by table: long tables and vectors side by side would be more streams than the processor fetches ahead.
        for (int t = 0; t < count; t++) {
            table(t, Split.first(sentences.count(), part, parts), Split.first(sentences.count(), part + 1, parts));
        }
    }

    private void table(int t, int first, int end) {
        int[] offsets = sentences.offsets();
        boolean timed = sentences.timed() && times[t] != NO_TIMES;
        for (int s = first; s < end; s++) {
            int length = offsets[s + 1] - offsets[s];
            sum(
                    sentences.words(),
                    offsets[s],
                    length,
                    positions.of(length),
                    positions.components(),
                    words[t],
                    vectors[t],
                    s * stride,
                    stride);
            if (timed && sentences.times()[s] >= 0) {
                Rows.add(times[t], sentences.times()[s] * stride, vectors[t], s * stride, stride);
            }
        }
    }

    /**
     * {@code v = sum_j (offset_j + slope_j * k) table[x_j]}, by component k.
     *
     * @param x word ids, of which {@code length} from {@code first} on
     * @param weights offset and slope of each word
     * @param components 1, 2, ...
     * @param table [V, d] rows of {@code stride} floats, read
     * @param v [d] from {@code v0} on, written
     */
    static void sum(
            int[] x,
            int first,
            int length,
            float[] weights,
            float[] components,
            float[] table,
            float[] v,
            int v0,
            int stride) {
        int k = 0;
        for (; k + 4 * COUNT <= stride; k += 4 * COUNT) {
            FloatVector sum0 = broadcast(SPECIES, 0);
            FloatVector sum1 = broadcast(SPECIES, 0);
            FloatVector sum2 = broadcast(SPECIES, 0);
            FloatVector sum3 = broadcast(SPECIES, 0);
            for (int j = 0; j < length; j++) {
                FloatVector offset = broadcast(SPECIES, weights[2 * j]);
                FloatVector slope = broadcast(SPECIES, weights[2 * j + 1]);
                int row = x[first + j] * stride + k;
                sum0 = fromArray(SPECIES, components, k).fma(slope, offset).fma(fromArray(SPECIES, table, row), sum0);
                sum1 = fromArray(SPECIES, components, k + COUNT)
                        .fma(slope, offset)
                        .fma(fromArray(SPECIES, table, row + COUNT), sum1);
                sum2 = fromArray(SPECIES, components, k + 2 * COUNT)
                        .fma(slope, offset)
                        .fma(fromArray(SPECIES, table, row + 2 * COUNT), sum2);
                sum3 = fromArray(SPECIES, components, k + 3 * COUNT)
                        .fma(slope, offset)
                        .fma(fromArray(SPECIES, table, row + 3 * COUNT), sum3);
            }
            sum0.intoArray(v, v0 + k);
            sum1.intoArray(v, v0 + k + COUNT);
            sum2.intoArray(v, v0 + k + 2 * COUNT);
            sum3.intoArray(v, v0 + k + 3 * COUNT);
        }
        for (; k < stride; k += COUNT) {
            FloatVector component = fromArray(SPECIES, components, k);
            FloatVector sum = broadcast(SPECIES, 0);
            for (int j = 0; j < length; j++) {
                FloatVector weight =
                        component.fma(broadcast(SPECIES, weights[2 * j + 1]), broadcast(SPECIES, weights[2 * j]));
                sum = weight.fma(fromArray(SPECIES, table, x[first + j] * stride + k), sum);
            }
            sum.intoArray(v, v0 + k);
        }
    }
}
