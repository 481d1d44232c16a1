package org.memn2n.ops.gpu;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.AnswerRows;
import org.memn2n.ops.Batch;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Hop;
import org.memn2n.ops.HopGradient;
import org.memn2n.ops.Kernels;
import org.memn2n.ops.KeyValueMemory;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Sentences;
import org.memn2n.ops.Storage;
import org.memn2n.ops.StoryPass;
import org.memn2n.ops.StoryPassGradient;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.TopSlots;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;

/** The operations as launches of the kernels of the catalogue, the same for CUDA and OpenCL. */
public final class GpuKernels implements Kernels {
    /** Threads that run in step. */
    static final int WARP = 32;

    private final GpuQueue queue;
    private final BatchUploads batches;
    private final UpdateLaunches update;
    private final GpuEmbedding embedding;
    private final FloatTransfers transfers;
    private final GpuProducts products;
    private final GpuSlots slots;
    private final GpuHop fused;
    private final GpuLoss loss;
    private final GpuAttend attention;
    private final GpuTopSlots best;
    private final GpuStory stories;
    private final Scratch picked;

    /** The operations on this queue, which is closed with them. */
    public GpuKernels(GpuQueue queue) {
        this.queue = queue;
        this.batches = new BatchUploads(queue);
        this.update = UpdateLaunches.of(queue);
        this.embedding = new GpuEmbedding(queue);
        this.transfers = new FloatTransfers(queue);
        this.products = new GpuProducts(queue);
        this.slots = new GpuSlots(queue);
        this.fused = new GpuHop(queue);
        this.loss = new GpuLoss(queue);
        this.attention = new GpuAttend(queue);
        this.best = new GpuTopSlots(queue);
        this.stories = new GpuStory(queue);
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
        return new GpuBatch(batch, batches);
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
            queue.copy(GpuTensor.buffer(source), 0, GpuTensor.buffer(target), 0, bytes);
        }
    }

    @Override
    public void copyRows(Tensor source, int sourceRow, Tensor target, int targetRow, int count) {
        long row = (long) source.shape().extent(1) * Float.BYTES;
        GpuBuffer from = GpuTensor.buffer(source);
        GpuBuffer to = GpuTensor.buffer(target);
        if (count * row > 0) {
            queue.copy(from, sourceRow * row, to, targetRow * row, count * row);
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
        slots.innerProducts(batch, state, memory, scores);
    }

    @Override
    public void innerProductsGradient(
            Batch batch,
            Tensor state,
            Tensor memory,
            Tensor scoresGradient,
            Tensor stateGradient,
            Tensor memoryGradient) {
        slots.innerProductsGradient(batch, state, memory, scoresGradient, stateGradient, memoryGradient);
    }

    @Override
    public void softmax(Batch batch, Tensor scores, int width) {
        slots.softmax(batch, scores, width);
    }

    @Override
    public void softmaxGradient(Batch batch, Tensor weights, Tensor gradient) {
        slots.softmaxGradient(batch, weights, gradient);
    }

    @Override
    public void weightedSum(Batch batch, Tensor weights, Tensor output, Tensor sum) {
        slots.weightedSum(batch, weights, output, sum);
    }

    @Override
    public void weightedSumGradient(
            Batch batch,
            Tensor weights,
            Tensor output,
            Tensor sumGradient,
            Tensor weightsGradient,
            Tensor outputGradient) {
        slots.weightedSumGradient(batch, weights, output, sumGradient, weightsGradient, outputGradient);
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
        products.ntGradient(stories, d, d, resultGradient, state, map, stateGradient, mapGradient);
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
    public void story(Batch batch, StoryPass pass) {
        StoryPlan plan = stories.plan(GpuBatch.of(batch), pass);
        if (plan.fused()) {
            stories.forward(GpuBatch.of(batch), pass, plan);
        } else {
            Kernels.super.story(batch, pass);
        }
    }

    @Override
    public void storyGradient(Batch batch, StoryPass pass, StoryPassGradient gradient) {
        StoryPlan plan = stories.plan(GpuBatch.of(batch), pass);
        if (plan.fused()) {
            stories.gradient(GpuBatch.of(batch), pass, gradient, plan);
        } else {
            Kernels.super.storyGradient(batch, pass, gradient);
        }
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
        if (gpuRows == null) {
            products.ntGradient(stories, classes, d, logitsGradient, state, words, stateGradient, wordsGradient);
            return;
        }
        products.nn(stories, d, classes, logitsGradient, words, gpuRows, stateGradient);
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
        loss.crossEntropy(GpuBatch.of(batch), logits, logitsGradient, GpuTally.of(tally));
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

    @Override
    public KeyValueMemory newKeyValueMemory(long slots, int dimension, Storage storage) {
        return new GpuKeyValueMemory(slots, dimension, storage, queue);
    }

    @Override
    public void store(KeyValueMemory memory, long firstSlot, float[] keys, float[] values) {
        GpuKeyValueMemory.of(memory).store(firstSlot, keys, values, queue);
    }

    @Override
    public void attend(KeyValueMemory memory, Tensor queries, Tensor result, Tensor logSums) {
        attention.attend(
                GpuKeyValueMemory.of(memory),
                queries.shape().extent(0),
                GpuTensor.buffer(queries),
                GpuTensor.buffer(result),
                GpuTensor.buffer(logSums));
    }

    @Override
    public TopSlots topSlots(KeyValueMemory memory, Tensor queries, int count) {
        int rows = queries.shape().extent(0);
        return best.find(GpuKeyValueMemory.of(memory), GpuTensor.buffer(queries), rows, count);
    }

    private void pointwise(GpuKernel kernel, int elements, GpuQueue.Arguments arguments) {
        pointwise(queue, kernel, elements, arguments);
    }

    /** A thread an element. */
    static void pointwise(GpuQueue queue, GpuKernel kernel, int elements, GpuQueue.Arguments arguments) {
        queue.launch(kernel, blocks(elements, kernel.threadsX()), 1, arguments);
    }

    static int blocks(int elements, int perBlock) {
        return (int) (((long) elements + perBlock - 1) / perBlock);
    }

    @Override
    public void close() {
        batches.close();
        update.close();
        stories.close();
        products.close();
        loss.close();
        attention.close();
        best.close();
        picked.close();
        queue.close();
    }
}
