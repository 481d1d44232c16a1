package org.memn2n.ops.gpu;

import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Tensor;

/** The cross-entropy: a story's loss each, and their sums in the tally, by the last block or in a launch of their own. */
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
                .part(batch.buffer(), batch.targets())
                .buffer(GpuTensor.buffer(logits));
        arguments = logitsGradient == null ? arguments.nothing() : arguments.buffer(GpuTensor.buffer(logitsGradient));
        arguments.buffer(lossOfStories).buffer(wrongOfStories);
        switch (queue.traits().language()) {
            case CUDA -> queue.launch(GpuKernel.CROSS_ENTROPY, stories, 1, arguments.buffer(tally.buffer()));
            case OPENCL -> {
                queue.launch(GpuKernel.STORY_LOSSES, stories, 1, arguments);
                GpuQueue.Arguments sums = queue.arguments()
                        .number(stories)
                        .part(batch.buffer(), batch.targets())
                        .buffer(lossOfStories)
                        .buffer(wrongOfStories)
                        .buffer(tally.buffer());
                queue.launch(GpuKernel.LOSS_SUM, Math.min(stories, 1), 1, sums);
            }
        }
    }

    @Override
    public void close() {
        losses.close();
        wrongs.close();
    }
}
