package org.memn2n.ops.simd;

/** What is read from the memory: {@code o_b += sum_i p_i c_i} over the slots i of story b (paper equation 2). */
final class WeightedSum extends StoryOperation {
    private float[] p = {}; // [S]
    private float[] c = {}; // [S, d]
    private float[] o = {}; // [B, d]
    private int stride;

    WeightedSum(Team team) {
        super(team);
    }

    void forward(SimdBatch batch, SimdTensor weights, SimdTensor output, SimdTensor sum) {
        p = weights.values();
        c = output.values();
        o = sum.values();
        stride = sum.stride();
        run(batch, (long) output.rows() * stride);
    }

    @Override
    void story(int b, int first, int end, int worker) {
        Slots.addWeighted(p, first, c, first * stride, stride, end - first, stride, o, b * stride);
    }

    /** {@code dp_i = do_b . c_i} and {@code dc_i += p_i do_b}. */
    static final class Gradient extends StoryOperation {
        private float[] p = {}; // [S]
        private float[] c = {}; // [S, d]
        private float[] sumGradient = {}; // [B, d]
        private float[] dp = {}; // [S]
        private float[] dc = {}; // [S, d]
        private int stride;

        Gradient(Team team) {
            super(team);
        }

        void backward(
                SimdBatch batch,
                SimdTensor weights,
                SimdTensor output,
                SimdTensor gradient,
                SimdTensor weightsGradient,
                SimdTensor outputGradient) {
            p = weights.values();
            c = output.values();
            sumGradient = gradient.values();
            dp = weightsGradient.values();
            dc = outputGradient.values();
            stride = gradient.stride();
            run(batch, 2L * output.rows() * stride);
        }

        @Override
        void story(int b, int first, int end, int worker) {
            Slots.innerProducts(sumGradient, b * stride, c, first * stride, stride, end - first, stride, dp, first);
            Slots.addOuter(p, first, sumGradient, b * stride, dc, first * stride, stride, end - first, stride);
        }
    }
}
