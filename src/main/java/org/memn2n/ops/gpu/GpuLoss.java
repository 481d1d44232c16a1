package org.memn2n.ops.gpu;

import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Tensor;

/** The launch of the cross-entropy: a story's loss each, and their sums in the tally by the last block to come. */
final class GpuLoss implements AutoCloseable {
    private final GpuQueue queue;
    private final Scratch losses;
    private final Scratch wrongs;

    GpuLoss(GpuQueue queue) {
        this.queue = queue;
        this.losses = new Scratch(queue);
        this.wrongs = new Scratch(queue);
    }

    void crossEntropy(GpuBatch batch, Tensor logits, @Nullable Tensor logitsGradient, GpuTally tally) {
        int stories = batch.stories();
        GpuBuffer lossOfStories = losses.atLeast((long) Math.max(1, stories) * Float.BYTES);
        GpuBuffer wrongOfStories = wrongs.atLeast((long) Math.max(1, stories) * Integer.BYTES);
        GpuQueue.Arguments arguments = queue.arguments()
                .number(stories)
                .number(logits.shape().extent(1))
                .buffer(batch.buffer(), batch.targets())
                .buffer(GpuTensor.buffer(logits));
        arguments = logitsGradient == null ? arguments.nothing() : arguments.buffer(GpuTensor.buffer(logitsGradient));
        arguments.buffer(lossOfStories).buffer(wrongOfStories).buffer(tally.buffer());
        queue.launch(GpuKernel.CROSS_ENTROPY, stories, 1, arguments);
    }

    @Override
    public void close() {
        losses.close();
        wrongs.close();
    }
}
