package org.memn2n.ops.gpu;

import org.memn2n.ops.Attention;
import org.memn2n.ops.Hop;
import org.memn2n.ops.HopGradient;

/** The fused launches of a hop, all but the products with its map: a block of threads a story. */
final class GpuHop {
    private final GpuQueue queue;

    GpuHop(GpuQueue queue) {
        this.queue = queue;
    }

    /** With a map, {@code hop.next()} must hold the mapped state. */
    void forward(GpuBatch batch, Hop hop) {
        GpuQueue.Arguments arguments = sizes(batch, hop)
                .number(hop.softmaxWidth())
                .number(hop.firstRectified())
                .number(hop.map() == null ? 0 : 1)
                .buffer(GpuTensor.buffer(hop.state()))
                .buffer(GpuTensor.buffer(hop.memory()))
                .buffer(GpuTensor.buffer(hop.output()))
                .buffer(GpuTensor.buffer(hop.weights()))
                .buffer(GpuTensor.buffer(hop.next()));
        queue.launch(GpuKernel.HOP_FORWARD, batch.stories(), 1, arguments);
    }

    /**
     * With a map, {@code gradient.next()} must be cut where the ReLU cut, and {@code gradient.state()} must hold the
     * gradient that comes through the map.
     */
    void gradient(GpuBatch batch, Hop hop, HopGradient gradient) {
        GpuQueue.Arguments arguments = sizes(batch, hop)
                .number(hop.firstRectified())
                .number(gradient.map() == null ? 0 : 1)
                .buffer(GpuTensor.buffer(hop.state()))
                .buffer(GpuTensor.buffer(hop.memory()))
                .buffer(GpuTensor.buffer(hop.output()))
                .buffer(GpuTensor.buffer(hop.weights()))
                .buffer(GpuTensor.buffer(hop.next()))
                .buffer(GpuTensor.buffer(gradient.next()))
                .buffer(GpuTensor.buffer(gradient.state()))
                .buffer(GpuTensor.buffer(gradient.memory()))
                .buffer(GpuTensor.buffer(gradient.output()))
                .buffer(GpuTensor.buffer(gradient.weights()));
        queue.launch(GpuKernel.HOP_GRADIENT, batch.stories(), 1, arguments);
    }

    /** The slots of each story, the number of stories, d, and the attention as the kernels know it. */
    private GpuQueue.Arguments sizes(GpuBatch batch, Hop hop) {
        return queue.arguments()
                .part(batch.buffer(), batch.slotOffsets())
                .number(batch.stories())
                .number(hop.state().shape().extent(1))
                .number(hop.attention() == Attention.SOFTMAX ? 1 : 0);
    }
}
