package org.memn2n.ops.gpu;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.AnswerRows;
import org.memn2n.ops.Batch;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Hop;
import org.memn2n.ops.HopGradient;
import org.memn2n.ops.Kernels;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Sentences;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;

/** The operations as launches of the kernels of the catalogue, the same for CUDA and OpenCL. */
public final class GpuKernels implements Kernels {
    /** Threads that run in step. */
    static final int WARP = 32;

    private final GpuQueue queue;
    private final BatchMemory batches;
    private final OccurrenceSorter sorter = new OccurrenceSorter();
    private final GpuUpdate update;
    private final GpuEmbedding embedding;
    private final FloatTransfers transfers;
    private final GpuProducts products;
    private final GpuHop fused;
    private final Scratch losses;
    private final Scratch wrongs;
    private final Scratch picked;

    /** The operations on this queue, which is closed with them. */
    public GpuKernels(GpuQueue queue) {
        this.queue = queue;
        this.batches = new BatchMemory(queue);
        this.update = new GpuUpdate(queue);
        this.embedding = new GpuEmbedding(queue);
        this.transfers = new FloatTransfers(queue);
        this.products = new GpuProducts(queue);
        this.fused = new GpuHop(queue);
        this.losses = new Scratch(queue);
        this.wrongs = new Scratch(queue);
        this.picked = new Scratch(queue);
    }

    @Override
    public void step(Runnable work) {
        queue.step(work);
    }

    @Override
    public Tensor allocate(Shape shape) {
        return new GpuTensor(queue, shape);
    }

    @Override
    public void resize(Tensor tensor, Shape shape) {
        GpuTensor.of(tensor).resize(queue, shape);
    }

    @Override
    public void upload(float[] values, Tensor target) {
        transfers.send(values, GpuTensor.buffer(target));
    }

    @Override
    public void download(Tensor source, float[] target) {
        transfers.receive(GpuTensor.buffer(source), target);
    }

    @Override
    public Batch upload(StoryBatch batch) {
        return new GpuBatch(batch, queue, batches, sorter);
    }

    @Override
    public AnswerRows uploadRows(int[] rows) {
        return new GpuRows(rows, queue);
    }

    @Override
    public Tally newTally() {
        return new GpuTally(queue);
    }

    @Override
    public void reset(Tally tally) {
        GpuTally.of(tally).reset(queue);
    }

    @Override
    public Tally.Values read(Tally tally) {
        return GpuTally.of(tally).read(queue);
    }

    @Override
    public void fill(Tensor target, float value) {
        int count = target.shape().size();
        pointwise(
                GpuKernel.FILL,
                count,
                queue.arguments().number(count).real(value).buffer(GpuTensor.buffer(target)));
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        long bytes = (long) source.shape().size() * Float.BYTES;
        if (bytes > 0) {
            queue.copy(GpuTensor.buffer(source), GpuTensor.buffer(target), bytes);
        }
    }

    @Override
    public void embed(
            Sentences sentences, SentenceEncoding encoding, List<EmbeddingTable> tables, List<Tensor> vectors) {
        embedding.forward(sentences, encoding, tables, vectors);
    }

    @Override
    public void embedGradient(
            Sentences sentences,
            SentenceEncoding encoding,
            List<Tensor> vectorGradients,
            List<EmbeddingTable> tableGradients) {
        embedding.gradient(sentences, encoding, vectorGradients, tableGradients);
    }

    @Override
    public void innerProducts(Batch batch, Tensor state, Tensor memory, Tensor scores) {
        int slots = batch.memories().count();
        int warps = GpuKernel.INNER_PRODUCTS.threadsX() / WARP;
        queue.launch(
                GpuKernel.INNER_PRODUCTS, blocks(slots, warps), 1, slotArguments(batch, slots, state, memory, scores));
    }

    @Override
    public void innerProductsGradient(
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
        pointwise(
                GpuKernel.INNER_PRODUCTS_GRADIENT_MEMORY,
                memory.shape().size(),
                slotArguments(batch, slots, state, scoresGradient, memoryGradient));
    }

    @Override
    public void softmax(Batch batch, Tensor scores, int width) {
        GpuBatch gpu = GpuBatch.of(batch);
        GpuQueue.Arguments arguments = queue.arguments()
                .buffer(gpu.buffer(), gpu.slotOffsets())
                .number(gpu.stories())
                .number(width)
                .buffer(GpuTensor.buffer(scores));
        queue.launch(GpuKernel.SOFTMAX, gpu.stories(), 1, arguments);
    }

    @Override
    public void softmaxGradient(Batch batch, Tensor weights, Tensor gradient) {
        GpuBatch gpu = GpuBatch.of(batch);
        GpuQueue.Arguments arguments = queue.arguments()
                .buffer(gpu.buffer(), gpu.slotOffsets())
                .number(gpu.stories())
                .buffer(GpuTensor.buffer(weights))
                .buffer(GpuTensor.buffer(gradient));
        queue.launch(GpuKernel.SOFTMAX_GRADIENT, gpu.stories(), 1, arguments);
    }

    @Override
    public void weightedSum(Batch batch, Tensor weights, Tensor output, Tensor sum) {
        GpuQueue.Arguments arguments = storyArguments(batch, sum)
                .buffer(GpuTensor.buffer(weights))
                .buffer(GpuTensor.buffer(output))
                .buffer(GpuTensor.buffer(sum));
        queue.launch(GpuKernel.WEIGHTED_SUM, batch.stories(), 1, arguments);
    }

    @Override
    public void weightedSumGradient(
            Batch batch,
            Tensor weights,
            Tensor output,
            Tensor sumGradient,
            Tensor weightsGradient,
            Tensor outputGradient) {
        innerProducts(batch, sumGradient, output, weightsGradient);
        GpuBatch gpu = GpuBatch.of(batch);
        GpuQueue.Arguments arguments = queue.arguments()
                .buffer(gpu.buffer(), gpu.slotStory())
                .number(gpu.memories().count())
                .number(sumGradient.shape().extent(1))
                .buffer(GpuTensor.buffer(weights))
                .buffer(GpuTensor.buffer(sumGradient))
                .buffer(GpuTensor.buffer(outputGradient));
        pointwise(GpuKernel.WEIGHTED_SUM_GRADIENT_OUTPUT, output.shape().size(), arguments);
    }

    /** The story of each slot, the number of slots, d, and three tensors. */
    private GpuQueue.Arguments slotArguments(Batch batch, int slots, Tensor state, Tensor second, Tensor third) {
        GpuBatch gpu = GpuBatch.of(batch);
        return queue.arguments()
                .buffer(gpu.buffer(), gpu.slotStory())
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
                .buffer(gpu.buffer(), gpu.slotOffsets())
                .number(gpu.stories())
                .number(state.shape().extent(1));
    }

    @Override
    public void linear(Tensor state, Tensor map, Tensor result) {
        int d = map.shape().extent(0);
        products.nt(state.shape().extent(0), d, d, state, map, null, result);
    }

    @Override
    public void linearGradient(
            Tensor state, Tensor map, Tensor resultGradient, Tensor stateGradient, Tensor mapGradient) {
        int d = map.shape().extent(0);
        int stories = state.shape().extent(0);
        products.nn(stories, d, d, resultGradient, map, null, stateGradient);
        products.tnAdd(d, d, stories, resultGradient, state, GpuTensor.buffer(mapGradient));
    }

    @Override
    public void relu(Tensor state, int firstRectified) {
        int count = state.shape().size();
        int d = state.shape().extent(1);
        GpuQueue.Arguments arguments =
                queue.arguments().number(count).number(d).number(firstRectified).buffer(GpuTensor.buffer(state));
        pointwise(GpuKernel.RELU, count, arguments);
    }

    @Override
    public void reluGradient(Tensor rectified, int firstRectified, Tensor gradient) {
        int count = rectified.shape().size();
        GpuQueue.Arguments arguments = queue.arguments()
                .number(count)
                .number(rectified.shape().extent(1))
                .number(firstRectified)
                .buffer(GpuTensor.buffer(rectified))
                .buffer(GpuTensor.buffer(gradient));
        pointwise(GpuKernel.RELU_GRADIENT, count, arguments);
    }

    @Override
    public void hop(Batch batch, Hop hop) {
        if (hop.map() != null) {
            linear(hop.state(), hop.map(), hop.next());
        }
        fused.forward(GpuBatch.of(batch), hop);
    }

    @Override
    public void hopGradient(Batch batch, Hop hop, HopGradient gradient) {
        if (hop.map() != null && gradient.map() != null) {
            // The products with the map need the gradient behind the ReLU.
            reluGradient(hop.next(), hop.firstRectified(), gradient.next());
            linearGradient(hop.state(), hop.map(), gradient.next(), gradient.state(), gradient.map());
        }
        fused.gradient(GpuBatch.of(batch), hop, gradient);
    }

    @Override
    public void answer(Tensor state, Tensor words, @Nullable AnswerRows rows, Tensor logits) {
        int d = state.shape().extent(1);
        products.nt(state.shape().extent(0), logits.shape().extent(1), d, state, words, GpuRows.of(rows), logits);
    }

    @Override
    public void answerGradient(
            Tensor state,
            Tensor words,
            @Nullable AnswerRows rows,
            Tensor logitsGradient,
            Tensor stateGradient,
            Tensor wordsGradient) {
        int stories = state.shape().extent(0);
        int d = state.shape().extent(1);
        int classes = logitsGradient.shape().extent(1);
        GpuRows gpuRows = GpuRows.of(rows);
        products.nn(stories, d, classes, logitsGradient, words, gpuRows, stateGradient);
        if (gpuRows == null) {
            products.tnAdd(classes, d, stories, logitsGradient, state, GpuTensor.buffer(wordsGradient));
            return;
        }
        // Rows may repeat, so their gradients are computed apart and then added one after the other.
        long bytes = Math.max(1L, (long) classes * d * Float.BYTES);
        GpuBuffer perClass = picked.atLeast(bytes);
        queue.zero(perClass, bytes);
        products.tnAdd(classes, d, stories, logitsGradient, state, perClass);
        GpuQueue.Arguments arguments = queue.arguments()
                .number(classes)
                .number(d)
                .buffer(gpuRows.buffer())
                .buffer(perClass)
                .buffer(GpuTensor.buffer(wordsGradient));
        pointwise(GpuKernel.ROWS_ADD, classes == 0 ? 0 : d, arguments);
    }

    @Override
    public void crossEntropy(Batch batch, Tensor logits, @Nullable Tensor logitsGradient, Tally tally) {
        GpuBatch gpu = GpuBatch.of(batch);
        int stories = gpu.stories();
        GpuBuffer lossOfStories = losses.atLeast((long) Math.max(1, stories) * Float.BYTES);
        GpuBuffer wrongOfStories = wrongs.atLeast((long) Math.max(1, stories) * Integer.BYTES);
        GpuQueue.Arguments arguments = queue.arguments()
                .number(stories)
                .number(logits.shape().extent(1))
                .buffer(gpu.buffer(), gpu.targets())
                .buffer(GpuTensor.buffer(logits));
        arguments = logitsGradient == null ? arguments.nothing() : arguments.buffer(GpuTensor.buffer(logitsGradient));
        queue.launch(
                GpuKernel.CROSS_ENTROPY,
                stories,
                1,
                arguments.buffer(lossOfStories).buffer(wrongOfStories));
        GpuQueue.Arguments sums = queue.arguments()
                .number(stories)
                .buffer(gpu.buffer(), gpu.targets())
                .buffer(lossOfStories)
                .buffer(wrongOfStories)
                .buffer(GpuTally.of(tally).buffer());
        queue.launch(GpuKernel.TALLY_ADD, stories == 0 ? 0 : 1, 1, sums);
    }

    @Override
    public void distribution(Tensor logits, Tensor probabilities) {
        int stories = logits.shape().extent(0);
        GpuQueue.Arguments arguments = queue.arguments()
                .number(stories)
                .number(logits.shape().extent(1))
                .buffer(GpuTensor.buffer(logits))
                .buffer(GpuTensor.buffer(probabilities));
        queue.launch(GpuKernel.DISTRIBUTION, stories, 1, arguments);
    }

    @Override
    public void update(List<Trained> parameters, UpdateRule rule, long step, Tally tally) {
        update.step(parameters, rule, step, tally);
    }

    /** A thread an element. */
    private void pointwise(GpuKernel kernel, int elements, GpuQueue.Arguments arguments) {
        queue.launch(kernel, blocks(elements, kernel.threadsX()), 1, arguments);
    }

    static int blocks(int elements, int perBlock) {
        return (int) (((long) elements + perBlock - 1) / perBlock);
    }

    @Override
    public void close() {
        batches.close();
        update.close();
        List.of(losses, wrongs, picked).forEach(Scratch::close);
        queue.close();
    }
}
