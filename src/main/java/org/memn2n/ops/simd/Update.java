package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Clip;
import org.memn2n.ops.SpectralNorm;
import org.memn2n.ops.Tally.Fault;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;

/**
 * One step of gradient descent: {@code value -= rate * clip(scale * gradient)}; null rows stay zero (paper section 4.2).
 * All parameters are cut into chunks: the squares of every chunk, then one decision, then the step in every chunk.
 * Rows without a gradient are left out where they are known ({@link TouchedRows}).
 */
final class Update {
    /** Floats of a chunk: few enough that its squares may be summed in floats. */
    private static final int CHUNK = 4096;

    private final Team team;
    private final Squares squares = new Squares();
    private final Steps steps = new Steps();

    /** For each parameter; its rows when only some of them have a gradient, else null. */
    private int[] @Nullable [] rows = {};

    private int[][] lists = {};
    private int[] strides = {};
    private float[][] values = {};

    private float[][] gradients = {};
    private int[] sizes = {};
    private double[] factors = {};

    /** For each parameter its first chunk; then the number of all chunks. */
    private int[] firstChunk = {0};

    /** For each chunk its parameter and its sum of squares. */
    private int[] parameterOf = {};

    private double[] sums = {};
    private int parts;

    Update(Team team) {
        this.team = team;
    }

    void step(List<Trained> parameters, UpdateRule rule, long step, SimdTally tally) {
        if (tally.fault.present()) {
            return;
        }
        if (tally.lossFault) {
            tally.fault = new Fault(step, Fault.LOSS);
            return;
        }
        prepare(parameters);
        team.run(parts, squares);
        double global = 0;
        for (int i = 0; i < parameters.size(); i++) {
            double sum = 0;
            for (int chunk = firstChunk[i]; chunk < firstChunk[i + 1]; chunk++) {
                sum += sums[chunk];
            }
            if (!Double.isFinite(sum)) {
                tally.fault = new Fault(step, i);
                return;
            }
            factors[i] = sum;
            global += sum;
        }
        for (int i = 0; i < parameters.size(); i++) {
            factors[i] = factor(SimdTensor.of(parameters.get(i).gradient()), factors[i], global, rule);
        }
        team.run(parts, steps);
        for (Trained parameter : parameters) {
            SimdTensor.of(parameter.gradient()).touched().none();
        }
    }

    private void prepare(List<Trained> parameters) {
        int count = parameters.size();
        if (sizes.length != count) {
            rows = new int[count][];
            lists = new int[count][0];
            strides = new int[count];
            values = new float[count][];
            gradients = new float[count][];
            sizes = new int[count];
            factors = new double[count];
            firstChunk = new int[count + 1];
        }
        long floats = 0;
        for (int i = 0; i < count; i++) {
            Trained parameter = parameters.get(i);
            SimdTensor gradient = SimdTensor.of(parameter.gradient());
            TouchedRows touched = gradient.touched();
            values[i] = SimdTensor.of(parameter.value()).values();
            gradients[i] = gradient.quietValues();
            strides[i] = gradient.stride();
            if (parameter.nullRow() && gradient.rows() > 0) {
                Arrays.fill(gradients[i], 0, strides[i], 0);
            }
            rows[i] = null;
            int rowCount = gradient.rows();
            if (!touched.areAll()) {
                rowCount = touched.count();
                lists[i] = touched.list(lists[i]);
                rows[i] = lists[i];
            }
            sizes[i] = rowCount * strides[i];
            firstChunk[i + 1] = firstChunk[i] + (sizes[i] + chunk(i) - 1) / chunk(i);
            floats += sizes[i];
        }
        int chunks = firstChunk[count];
        if (parameterOf.length < chunks) {
            parameterOf = new int[chunks];
            sums = new double[chunks];
        }
        for (int i = 0; i < count; i++) {
            Arrays.fill(parameterOf, firstChunk[i], firstChunk[i + 1], i);
        }
        parts = Split.parts(chunks, floats);
    }

    /** What a gradient is multiplied with in the step. */
    private static double factor(SimdTensor gradient, double square, double global, UpdateRule rule) {
        Clip clip = rule.clip();
        double length = switch (clip.kind()) {
            case NONE -> 0;
            case EACH_TENSOR -> Math.sqrt(square);
            case EACH_TENSOR_SPECTRAL -> spectral(gradient, Math.sqrt(square), clip.threshold() / rule.gradientScale());
            case GLOBAL -> Math.sqrt(global);
        };
        double scaled = length * rule.gradientScale();
        double shortened = scaled > clip.threshold() ? clip.threshold() / scaled : 1;
        return rule.learningRate() * rule.gradientScale() * shortened;
    }

    /** The largest singular value is at most the L2 norm, which is enough to know when that is allowed. */
    private static double spectral(SimdTensor gradient, double norm, double allowed) {
        return norm <= allowed ? norm : SpectralNorm.ofGram(gram(gradient));
    }

    /** {@code G^T G} [d, d]. */
    private static double[][] gram(SimdTensor gradient) {
        int d = gradient.columns();
        float[] g = gradient.quietValues();
        double[][] gram = new double[d][d];
        for (int row = 0; row < gradient.rows() * gradient.stride(); row += gradient.stride()) {
            for (int p = 0; p < d; p++) {
                for (int q = 0; q < d; q++) {
                    gram[p][q] += (double) g[row + p] * g[row + q];
                }
            }
        }
        return gram;
    }

    /** The floats of a chunk of a parameter: whole rows when only some have a gradient. */
    private int chunk(int i) {
        return rows[i] == null ? CHUNK : Math.max(1, CHUNK / strides[i]) * strides[i];
    }

    private int chunkEnd(int chunk) {
        int i = parameterOf[chunk];
        return Math.min(sizes[i], (chunk + 1 - firstChunk[i]) * chunk(i));
    }

    private int chunkStart(int chunk) {
        int i = parameterOf[chunk];
        return (chunk - firstChunk[i]) * chunk(i);
    }

    private final class Squares implements Parts {
        @Override
        public void run(int part, int worker) {
            int chunks = firstChunk[sizes.length];
            int end = Split.first(chunks, part + 1, parts);
            for (int chunk = Split.first(chunks, part, parts); chunk < end; chunk++) {
                int i = parameterOf[chunk];
                int @Nullable [] some = rows[i];
                if (some == null) {
                    sums[chunk] = squares(gradients[i], chunkStart(chunk), chunkEnd(chunk));
                    continue;
                }
                double sum = 0;
                for (int at = chunkStart(chunk); at < chunkEnd(chunk); at += strides[i]) {
                    int start = some[at / strides[i]] * strides[i];
                    sum += squares(gradients[i], start, start + strides[i]);
                }
                sums[chunk] = sum;
            }
        }
    }

    /** A square may leave the range of floats though the gradient is in it. */
    private static double squares(float[] g, int start, int end) {
        double sum = sumOfSquares(g, start, end);
        return Double.isFinite(sum) ? sum : exactSumOfSquares(g, start, end);
    }

    private static float sumOfSquares(float[] g, int start, int end) {
        FloatVector sum0 = broadcast(SPECIES, 0);
        FloatVector sum1 = broadcast(SPECIES, 0);
        FloatVector sum2 = broadcast(SPECIES, 0);
        FloatVector sum3 = broadcast(SPECIES, 0);
        int i = start;
        for (; i + 4 * COUNT <= end; i += 4 * COUNT) {
            FloatVector x0 = fromArray(SPECIES, g, i);
            FloatVector x1 = fromArray(SPECIES, g, i + COUNT);
            FloatVector x2 = fromArray(SPECIES, g, i + 2 * COUNT);
            FloatVector x3 = fromArray(SPECIES, g, i + 3 * COUNT);
            sum0 = x0.fma(x0, sum0);
            sum1 = x1.fma(x1, sum1);
            sum2 = x2.fma(x2, sum2);
            sum3 = x3.fma(x3, sum3);
        }
        for (; i < end; i += COUNT) {
            FloatVector x = fromArray(SPECIES, g, i);
            sum0 = x.fma(x, sum0);
        }
        return Lanes.sum(sum0.add(sum1).add(sum2.add(sum3)));
    }

    private static double exactSumOfSquares(float[] g, int start, int end) {
        double sum = 0;
        for (int i = start; i < end; i++) {
            sum += (double) g[i] * g[i];
        }
        return sum;
    }

    private final class Steps implements Parts {
        @Override
        public void run(int part, int worker) {
            int chunks = firstChunk[sizes.length];
            int end = Split.first(chunks, part + 1, parts);
            for (int chunk = Split.first(chunks, part, parts); chunk < end; chunk++) {
                int i = parameterOf[chunk];
                float factor = (float) -factors[i];
                int @Nullable [] some = rows[i];
                if (some == null) {
                    step(values[i], gradients[i], factor, chunkStart(chunk), chunkEnd(chunk));
                    continue;
                }
                for (int at = chunkStart(chunk); at < chunkEnd(chunk); at += strides[i]) {
                    int start = some[at / strides[i]] * strides[i];
                    step(values[i], gradients[i], factor, start, start + strides[i]);
                }
            }
        }
    }

    private static void step(float[] x, float[] g, float factor, int start, int end) {
        FloatVector scale = broadcast(SPECIES, factor);
        FloatVector zero = broadcast(SPECIES, 0);
        for (int i = start; i < end; i += COUNT) {
            fromArray(SPECIES, g, i).fma(scale, fromArray(SPECIES, x, i)).intoArray(x, i);
            zero.intoArray(g, i);
        }
    }
}
