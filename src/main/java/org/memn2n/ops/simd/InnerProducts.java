package org.memn2n.ops.simd;

/** Scores of the memories: {@code s_i = u_b . m_i} for every slot i of story b (paper equation 1). */
final class InnerProducts extends StoryOperation {
    private float[] u = {}; // [B, d]
    private float[] m = {}; // [S, d]
    private float[] s = {}; // [S]
    private int stride;

    InnerProducts(Team team) {
        super(team);
    }

    void forward(SimdBatch batch, SimdTensor state, SimdTensor memory, SimdTensor scores) {
        u = state.values();
        m = memory.values();
        s = scores.values();
        stride = state.stride();
        run(batch, (long) memory.rows() * stride);
    }

    @Override
    void story(int b, int first, int end, int worker) {
        Slots.innerProducts(u, b * stride, m, first * stride, stride, end - first, stride, s, first);
    }

    /** {@code du_b += sum_i ds_i m_i} and {@code dm_i += ds_i u_b}. */
    static final class Gradient extends StoryOperation {
        private float[] u = {}; // [B, d]
        private float[] m = {}; // [S, d]
        private float[] ds = {}; // [S]
        private float[] du = {}; // [B, d]
        private float[] dm = {}; // [S, d]
        private int stride;

        Gradient(Team team) {
            super(team);
        }

        void backward(
                SimdBatch batch,
                SimdTensor state,
                SimdTensor memory,
                SimdTensor scoresGradient,
                SimdTensor stateGradient,
                SimdTensor memoryGradient) {
            u = state.values();
            m = memory.values();
            ds = scoresGradient.values();
            du = stateGradient.values();
            dm = memoryGradient.values();
            stride = state.stride();
            run(batch, 2L * memory.rows() * stride);
        }

        @Override
        void story(int b, int first, int end, int worker) {
            Slots.addWeighted(ds, first, m, first * stride, stride, end - first, stride, du, b * stride);
            Slots.addOuter(ds, first, u, b * stride, dm, first * stride, stride, end - first, stride);
        }
    }
}
