package org.memn2n.ops.gpu;

import org.memn2n.ops.Batch;
import org.memn2n.ops.Tensor;

/** The launches between states and memory slots: scores, softmax, weighted sum and their gradients. */
final class GpuSlots {
    private final GpuQueue queue;

    GpuSlots(GpuQueue queue) {
        this.queue = queue;
    }

    void innerProducts(Batch batch, Tensor state, Tensor memory, Tensor scores) {
        int slots = batch.memories().count();
        int warps = GpuKernel.INNER_PRODUCTS.threadsX() / GpuKernels.WARP;
        queue.launch(
                GpuKernel.INNER_PRODUCTS,
                GpuKernels.blocks(slots, warps),
                1,
                slotArguments(batch, slots, state, memory, scores));
    }

    void innerProductsGradient(
            Batch batch,
            Tensor state,
            Tensor memory,
            Tensor scoresGradient,
            Tensor stateGradient,
            Tensor memoryGradient) {
        GpuQueue.Arguments arguments = storyArguments(batch, state)
                .buffer(GpuTensor.buffer(memory))
                .buffer(GpuTensor.buffer(scoresGradient))
                .buffer(GpuTensor.buffer(stateGradient));
        queue.launch(GpuKernel.INNER_PRODUCTS_GRADIENT_STATE, batch.stories(), 1, arguments);
        int slots = batch.memories().count();
        GpuKernels.pointwise(
                queue,
                GpuKernel.INNER_PRODUCTS_GRADIENT_MEMORY,
                memory.shape().size(),
                slotArguments(batch, slots, state, scoresGradient, memoryGradient));
    }

    void softmax(Batch batch, Tensor scores, int width) {
        GpuBatch gpu = GpuBatch.of(batch);
        GpuQueue.Arguments arguments = queue.arguments()
                .part(gpu.buffer(), gpu.slotOffsets())
                .number(gpu.stories())
                .number(width)
                .buffer(GpuTensor.buffer(scores));
        queue.launch(GpuKernel.SOFTMAX, gpu.stories(), 1, arguments);
    }

    void softmaxGradient(Batch batch, Tensor weights, Tensor gradient) {
        GpuBatch gpu = GpuBatch.of(batch);
        GpuQueue.Arguments arguments = queue.arguments()
                .part(gpu.buffer(), gpu.slotOffsets())
                .number(gpu.stories())
                .buffer(GpuTensor.buffer(weights))
                .buffer(GpuTensor.buffer(gradient));
        queue.launch(GpuKernel.SOFTMAX_GRADIENT, gpu.stories(), 1, arguments);
    }

    void weightedSum(Batch batch, Tensor weights, Tensor output, Tensor sum) {
        GpuQueue.Arguments arguments = storyArguments(batch, sum)
                .buffer(GpuTensor.buffer(weights))
                .buffer(GpuTensor.buffer(output))
                .buffer(GpuTensor.buffer(sum));
        queue.launch(GpuKernel.WEIGHTED_SUM, batch.stories(), 1, arguments);
    }

    void weightedSumGradient(
            Batch batch,
            Tensor weights,
            Tensor output,
            Tensor sumGradient,
            Tensor weightsGradient,
            Tensor outputGradient) {
        innerProducts(batch, sumGradient, output, weightsGradient);
        GpuBatch gpu = GpuBatch.of(batch);
        GpuQueue.Arguments arguments = queue.arguments()
                .part(gpu.lookups().buffer(), gpu.lookups().slotStory())
                .number(gpu.memories().count())
                .number(sumGradient.shape().extent(1))
                .buffer(GpuTensor.buffer(weights))
                .buffer(GpuTensor.buffer(sumGradient))
                .buffer(GpuTensor.buffer(outputGradient));
        GpuKernels.pointwise(
                queue, GpuKernel.WEIGHTED_SUM_GRADIENT_OUTPUT, output.shape().size(), arguments);
    }

    /** The story of each slot, the number of slots, d, and three tensors. */
    private GpuQueue.Arguments slotArguments(Batch batch, int slots, Tensor state, Tensor second, Tensor third) {
        GpuBatch gpu = GpuBatch.of(batch);
        return queue.arguments()
                .part(gpu.lookups().buffer(), gpu.lookups().slotStory())
                .number(slots)
                .number(state.shape().extent(1))
                .buffer(GpuTensor.buffer(state))
                .buffer(GpuTensor.buffer(second))
                .buffer(GpuTensor.buffer(third));
    }

    /** The slots of each story, the number of stories, and d. */
    private GpuQueue.Arguments storyArguments(Batch batch, Tensor state) {
        GpuBatch gpu = GpuBatch.of(batch);
        return queue.arguments()
                .part(gpu.buffer(), gpu.slotOffsets())
                .number(gpu.stories())
                .number(state.shape().extent(1));
    }
}
