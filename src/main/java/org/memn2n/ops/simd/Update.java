package org.memn2n.ops.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static org.memn2n.ops.simd.Lanes.COUNT;
import static org.memn2n.ops.simd.Lanes.SPECIES;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.memn2n.ops.Clip;
import org.memn2n.ops.SpectralNorm;
import org.memn2n.ops.Tally.Fault;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;

/**
 * One step of gradient descent: {@code value -= rate * clip(scale * gradient)}; null rows stay zero (paper section 4.2).
 * All parameters are cut into chunks: the squares of every chunk, then one decision, then the step in every chunk.
 */
final class Update {
    /** Floats of a chunk: few enough that its squares may be summed in floats. */
    private static final int CHUNK = 4096;

    private final Team team;
    private final Squares squares = new Squares();
    private final Steps steps = new Steps();

    /** For each parameter. */
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
    }

    private void prepare(List<Trained> parameters) {
        int count = parameters.size();
        if (sizes.length != count) {
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
            values[i] = SimdTensor.of(parameter.value()).values();
            gradients[i] = gradient.values();
            sizes[i] = gradient.rows() * gradient.stride();
            if (parameter.nullRow() && sizes[i] > 0) {
                Arrays.fill(gradients[i], 0, gradient.stride(), 0);
            }
            firstChunk[i + 1] = firstChunk[i] + (sizes[i] + CHUNK - 1) / CHUNK;
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
        float[] g = gradient.values();
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

    private int chunkEnd(int chunk) {
        int i = parameterOf[chunk];
        return Math.min(sizes[i], (chunk + 1 - firstChunk[i]) * CHUNK);
    }

    private int chunkStart(int chunk) {
        return (chunk - firstChunk[parameterOf[chunk]]) * CHUNK;
    }

    private final class Squares implements Parts {
        @Override
        public void run(int part, int worker) {
            int chunks = firstChunk[sizes.length];
            int end = Split.first(chunks, part + 1, parts);
            for (int chunk = Split.first(chunks, part, parts); chunk < end; chunk++) {
                float[] g = gradients[parameterOf[chunk]];
                double sum = sumOfSquares(g, chunkStart(chunk), chunkEnd(chunk));
                // A square may leave the range of floats though the gradient is in it.
                sums[chunk] = Double.isFinite(sum) ? sum : exactSumOfSquares(g, chunkStart(chunk), chunkEnd(chunk));
            }
        }
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
                step(values[i], gradients[i], (float) -factors[i], chunkStart(chunk), chunkEnd(chunk));
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
