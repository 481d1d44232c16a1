package org.memn2n.ops.simd;

/** The softmax over the slots of each story, in place (paper equation 1). */
final class SoftmaxOfStories extends StoryOperation {
    /** What a softmax of one slot costs, in float operations. */
    private static final int COST = 16;

    private final float[][] tails;
    private float[] p = {}; // [S]
    private int width;

    SoftmaxOfStories(Team team) {
        super(team);
        tails = Lanes.ofWorkers(team.workers());
    }

    /** Slots beyond a story's own, up to {@code softmaxWidth}, are empty: their score is 0 and their weight is not stored. */
    void forward(SimdBatch batch, SimdTensor scores, int softmaxWidth) {
        p = scores.values();
        width = softmaxWidth;
        run(batch, (long) COST * scores.columns());
    }

    @Override
    void story(int b, int first, int end, int worker) {
        Softmax.forward(p, first, end, Math.max(0, width - (end - first)), tails[worker]);
    }

    /** {@code ds_i = p_i (dp_i - sum_j p_j dp_j)}, in place; an empty slot has output 0, hence dp = 0. */
    static final class Gradient extends StoryOperation {
        private float[] p = {}; // [S]
        private float[] ds = {}; // [S]

        Gradient(Team team) {
            super(team);
        }

        void backward(SimdBatch batch, SimdTensor weights, SimdTensor gradient) {
            p = weights.values();
            ds = gradient.values();
            run(batch, 2L * weights.columns());
        }

        @Override
        void story(int b, int first, int end, int worker) {
            Softmax.gradient(p, ds, first, end);
        }
    }
}
