package org.memn2n.ops.simd;

import org.memn2n.ops.Attention;
import org.memn2n.ops.Hop;
import org.memn2n.ops.HopGradient;

/**
 * A whole hop of one story after the other, all but the products with its map: scores, softmax, sum and ReLU while the
 * story's memories are in the cache.
 */
final class HopOperation extends StoryOperation {
    private final float[][] tails;
    private float[] u = {}; // [B, d]
    private float[] m = {}; // [S, d]
    private float[] c = {}; // [S, d]
    private float[] p = {}; // [S]
    private float[] next = {}; // [B, d]
    private boolean mapped;
    private boolean softmax;
    private int width;
    private int firstRectified;
    private int columns;
    private int stride;

    HopOperation(Team team) {
        super(team);
        tails = Lanes.ofWorkers(team.workers());
    }

    /** With a map, {@code hop.next()} must hold the mapped state. */
    void forward(SimdBatch batch, Hop hop) {
        SimdTensor state = SimdTensor.of(hop.state());
        u = state.values();
        m = SimdTensor.of(hop.memory()).values();
        c = SimdTensor.of(hop.output()).values();
        p = SimdTensor.of(hop.weights()).values();
        next = SimdTensor.of(hop.next()).values();
        mapped = hop.map() != null;
        softmax = hop.attention() == Attention.SOFTMAX;
        width = hop.softmaxWidth();
        firstRectified = hop.firstRectified();
        columns = state.columns();
        stride = state.stride();
        run(batch, 2L * batch.memories().count() * stride);
    }

    @Override
    void story(int b, int first, int end, int worker) {
        int row = b * stride;
        Slots.innerProducts(u, row, m, first * stride, stride, end - first, stride, p, first);
        if (softmax) {
            Softmax.forward(p, first, end, Math.max(0, width - (end - first)), tails[worker]);
        }
        if (!mapped) {
            System.arraycopy(u, row, next, row, stride);
        }
        Slots.addWeighted(p, first, c, first * stride, stride, end - first, stride, next, row);
        Relu.forward(next, row, firstRectified, columns);
    }

    /** The gradient of a hop of one story after the other, all but the products with its map. */
    static final class Gradient extends StoryOperation {
        private float[] u = {}; // [B, d]
        private float[] m = {}; // [S, d]
        private float[] c = {}; // [S, d]
        private float[] p = {}; // [S]
        private float[] next = {}; // [B, d]
        private float[] dnext = {}; // [B, d]
        private float[] du = {}; // [B, d]
        private float[] dm = {}; // [S, d]
        private float[] dc = {}; // [S, d]
        private float[] dp = {}; // [S]
        private boolean mapped;
        private boolean softmax;
        private int firstRectified;
        private int columns;
        private int stride;

        Gradient(Team team) {
            super(team);
        }

        /**
         * With a map, {@code gradient.next()} must be cut where the ReLU cut, and {@code gradient.state()} must hold the
         * gradient that comes through the map.
         */
        void backward(SimdBatch batch, Hop hop, HopGradient gradient) {
            SimdTensor state = SimdTensor.of(hop.state());
            u = state.values();
            m = SimdTensor.of(hop.memory()).values();
            c = SimdTensor.of(hop.output()).values();
            p = SimdTensor.of(hop.weights()).values();
            next = SimdTensor.of(hop.next()).values();
            dnext = SimdTensor.of(gradient.next()).values();
            du = SimdTensor.of(gradient.state()).values();
            dm = SimdTensor.of(gradient.memory()).values();
            dc = SimdTensor.of(gradient.output()).values();
            dp = SimdTensor.of(gradient.weights()).values();
            mapped = hop.map() != null;
            softmax = hop.attention() == Attention.SOFTMAX;
            firstRectified = hop.firstRectified();
            columns = state.columns();
            stride = state.stride();
            run(batch, 4L * batch.memories().count() * stride);
        }

        @Override
        void story(int b, int first, int end, int worker) {
            int row = b * stride;
            if (!mapped) {
                Relu.gradient(next, row, firstRectified, columns, dnext);
                System.arraycopy(dnext, row, du, row, stride);
            }
            Slots.innerProducts(dnext, row, c, first * stride, stride, end - first, stride, dp, first);
            Slots.addOuter(p, first, dnext, row, dc, first * stride, stride, end - first, stride);
            if (softmax) {
                Softmax.gradient(p, dp, first, end);
            }
            Slots.addWeighted(dp, first, m, first * stride, stride, end - first, stride, du, row);
            Slots.addOuter(dp, first, u, row, dm, first * stride, stride, end - first, stride);
        }
    }
}
