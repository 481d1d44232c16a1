package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.StoryPass;
import org.memn2n.tensor.WordLists;

/**
 * The gradients of tables that are too large to be folded, from what the hops of {@link StoryBackward} left: slot i of a
 * story has {@code g_i = sum_k weight_ki sumGradient_k + scoreGradient_ki state_k} and gives it to the rows of its
 * words and its time.
 *
 * <p>Parts: some columns of a table, so that no two write the same floats, and g_i never leaves the registers.
 */
final class LargeTableGradients implements Parts {
    private static final int WIDTH = 4 * COUNT;
    private static final int[] NO_TIMES = {};

    private final Team team;
    private final Story story;
    private final TableArrays targets = new TableArrays();

    /** For each worker the columns of the terms' vectors of a story [terms, WIDTH]. */
    private final float[][] columnsOf;

    private WordLists sentences = WordLists.timeless(new int[0], new int[1]);

    private int[] slotOffsets = {0};

    /** For each table what a slot's g is made of: [S, terms] numbers, and for each term [B, d] vectors. */
    private float[][] numbers = {};

    private float[][][] vectors = {};
    private int[] terms = {};
    private boolean[] timed = {};
    private boolean plain;
    private int blocks;

    LargeTableGradients(Team team, Story story) {
        this.team = team;
        this.story = story;
        columnsOf = new float[team.workers()][0];
    }

    /**
     * Adds to the tables' gradients.
     *
     * @param sumGradients for each hop [B, d]
     * @param scoreGradients for each hop [S]
     */
    void run(
            SimdBatch batch,
            StoryPass pass,
            SimdTensor[] sumGradients,
            float[][] scoreGradients,
            List<EmbeddingTable> tables) {
        targets.setQuietly(tables);
        sentences = batch.memories().host();
        slotOffsets = batch.slotOffsets();
        for (EmbeddingTable table : tables) {
            SimdTensor target = SimdTensor.of(table.words());
            target.touched().name(sentences.words(), sentences.words().length, target.rows());
        }
        plain = pass.encoding().weights() == PositionWeights.BAG_OF_WORDS;
        if (terms.length != tables.size()) {
            terms = new int[tables.size()];
            numbers = new float[tables.size()][0];
            vectors = new float[tables.size()][0][];
            timed = new boolean[tables.size()];
        }
        for (int t = 0; t < terms.length; t++) {
            timed[t] = targets.isTimed(t) && sentences.timed();
            gather(t, sumGradients, scoreGradients);
        }
        blocks = (story.memories().stride() + WIDTH - 1) / WIDTH;
        for (int worker = 0; worker < columnsOf.length; worker++) {
            columnsOf[worker] = FoldedTables.atLeast(columnsOf[worker], 2 * story.hops() * WIDTH);
        }
        team.run(blocks * tables.size(), this);
    }

    /** Puts the terms of a table's slots side by side. */
    private void gather(int t, SimdTensor[] sumGradients, float[][] scoreGradients) {
        int count = 0;
        for (int k = 0; k < story.hops(); k++) {
            count += (story.output(k) == t ? 1 : 0) + (story.input(k) == t ? 1 : 0);
        }
        terms[t] = count;
        numbers[t] = FoldedTables.atLeast(numbers[t], sentences.count() * count);
        vectors[t] = vectors[t].length == count ? vectors[t] : new float[count][];
        int term = 0;
        for (int k = 0; k < story.hops(); k++) {
            if (story.output(k) == t) {
                gather(t, term++, story.weights(k), sumGradients[k].values());
            }
            if (story.input(k) == t) {
                gather(t, term++, scoreGradients[k], story.states(k));
            }
        }
    }

    private void gather(int t, int term, float[] slotNumbers, float[] storyVectors) {
        vectors[t][term] = storyVectors;
        for (int s = 0; s < sentences.count(); s++) {
            numbers[t][s * terms[t] + term] = slotNumbers[s];
        }
    }

    @Override
    public void run(int part, int worker) {
        int stride = story.memories().stride();
        // Neighbouring columns share cache lines, so those who work at the same time take different tables.
        int t = part % terms.length;
        int column = part / terms.length * WIDTH;
        int width = Math.min(WIDTH, stride - column);
        float[] mine = columnsOf[worker];
        for (int b = 0; b + 1 < slotOffsets.length; b++) {
            for (int term = 0; term < terms[t]; term++) {
                System.arraycopy(vectors[t][term], b * stride + column, mine, term * WIDTH, width);
            }
            if (width == WIDTH) {
                wide(slotOffsets[b], slotOffsets[b + 1], t, column, mine);
            } else {
                for (int k = 0; k < width; k += COUNT) {
                    narrow(slotOffsets[b], slotOffsets[b + 1], t, column + k, mine, k);
                }
            }
        }
    }

    /** Some columns of the gradients of a story's slots, to the rows of their words and times. */
    private void wide(int first, int end, int t, int column, float[] vector) {
        int count = terms[t] * WIDTH;
        int stride = story.memories().stride();
        int[] offsets = sentences.offsets();
        int[] x = sentences.words();
        int[] ages = timed[t] ? sentences.times() : NO_TIMES;
        float[] words = targets.words(t);
        float[] times = targets.times(t);
        float[] number = numbers[t];
        int n = first * terms[t];
        for (int s = first; s < end; s++) {
            FloatVector g0 = broadcast(SPECIES, 0);
            FloatVector g1 = broadcast(SPECIES, 0);
            FloatVector g2 = broadcast(SPECIES, 0);
            FloatVector g3 = broadcast(SPECIES, 0);
            for (int v = 0; v < count; v += WIDTH, n++) {
                FloatVector factor = broadcast(SPECIES, number[n]);
                g0 = fromArray(SPECIES, vector, v).fma(factor, g0);
                g1 = fromArray(SPECIES, vector, v + COUNT).fma(factor, g1);
                g2 = fromArray(SPECIES, vector, v + 2 * COUNT).fma(factor, g2);
                g3 = fromArray(SPECIES, vector, v + 3 * COUNT).fma(factor, g3);
            }
            int begin = offsets[s];
            int stop = offsets[s + 1];
            if (plain) {
                for (int j = begin; j < stop; j++) {
                    int row = x[j] * stride + column;
                    g0.add(fromArray(SPECIES, words, row)).intoArray(words, row);
                    g1.add(fromArray(SPECIES, words, row + COUNT)).intoArray(words, row + COUNT);
                    g2.add(fromArray(SPECIES, words, row + 2 * COUNT)).intoArray(words, row + 2 * COUNT);
                    g3.add(fromArray(SPECIES, words, row + 3 * COUNT)).intoArray(words, row + 3 * COUNT);
                }
            } else {
                float[] weights = story.memories().weights(stop - begin);
                for (int j = begin, w = column; j < stop; j++, w += stride) {
                    int row = x[j] * stride + column;
                    g0.fma(fromArray(SPECIES, weights, w), fromArray(SPECIES, words, row))
                            .intoArray(words, row);
                    g1.fma(fromArray(SPECIES, weights, w + COUNT), fromArray(SPECIES, words, row + COUNT))
                            .intoArray(words, row + COUNT);
                    g2.fma(fromArray(SPECIES, weights, w + 2 * COUNT), fromArray(SPECIES, words, row + 2 * COUNT))
                            .intoArray(words, row + 2 * COUNT);
                    g3.fma(fromArray(SPECIES, weights, w + 3 * COUNT), fromArray(SPECIES, words, row + 3 * COUNT))
                            .intoArray(words, row + 3 * COUNT);
                }
            }
            if (ages != NO_TIMES && ages[s] >= 0) {
                int row = ages[s] * stride + column;
                g0.add(fromArray(SPECIES, times, row)).intoArray(times, row);
                g1.add(fromArray(SPECIES, times, row + COUNT)).intoArray(times, row + COUNT);
                g2.add(fromArray(SPECIES, times, row + 2 * COUNT)).intoArray(times, row + 2 * COUNT);
                g3.add(fromArray(SPECIES, times, row + 3 * COUNT)).intoArray(times, row + 3 * COUNT);
            }
        }
    }

    /** As {@link #wide}, one vector of columns, {@code k} floats behind the first. */
    private void narrow(int first, int end, int t, int column, float[] vector, int k) {
        int count = terms[t] * WIDTH;
        int stride = story.memories().stride();
        int[] offsets = sentences.offsets();
        int[] x = sentences.words();
        int[] ages = timed[t] ? sentences.times() : NO_TIMES;
        float[] words = targets.words(t);
        float[] times = targets.times(t);
        float[] number = numbers[t];
        int n = first * terms[t];
        for (int s = first; s < end; s++) {
            FloatVector g = broadcast(SPECIES, 0);
            for (int v = k; v < count; v += WIDTH, n++) {
                g = fromArray(SPECIES, vector, v).fma(broadcast(SPECIES, number[n]), g);
            }
            int begin = offsets[s];
            int stop = offsets[s + 1];
            float[] weights = story.memories().weights(stop - begin);
            for (int j = begin, w = column; j < stop; j++, w += stride) {
                int row = x[j] * stride + column;
                g.fma(fromArray(SPECIES, weights, w), fromArray(SPECIES, words, row))
                        .intoArray(words, row);
            }
            if (ages != NO_TIMES && ages[s] >= 0) {
                int row = ages[s] * stride + column;
                g.add(fromArray(SPECIES, times, row)).intoArray(times, row);
            }
        }
    }
}
