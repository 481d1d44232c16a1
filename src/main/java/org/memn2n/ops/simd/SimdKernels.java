package org.memn2n.ops.simd;

import java.util.Arrays;
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

/**
 * The table of contents of the SIMD backend: each operation is a page of its own in this package, an object that keeps
 * its arguments and its memory from call to call, so that a step allocates nothing.
 */
final class SimdKernels implements Kernels {
    private final Embed embed;
    private final EmbedGradient embedGradient;
    private final InnerProducts innerProducts;
    private final InnerProducts.Gradient innerProductsGradient;
    private final SoftmaxOfStories softmax;
    private final SoftmaxOfStories.Gradient softmaxGradient;
    private final WeightedSum weightedSum;
    private final WeightedSum.Gradient weightedSumGradient;
    private final HopOperation hop;
    private final HopOperation.Gradient hopGradient;
    private final StoryForward story;
    private final StoryBackward storyGradient;
    private final MatrixProducts products;
    private final CrossEntropy crossEntropy;
    private final CrossEntropy.Distribution distribution;
    private final Update update;
    private final Attend attend;
    private final BestSlots bestSlots;

    /** The gradient of the answer rows before it is added to the table's. */
    private float[] pickedRows = {};

    SimdKernels(Team team, StoryWay way) {
        PositionTable positions = new PositionTable();
        embed = new Embed(team, positions);
        embedGradient = new EmbedGradient(team, positions);
        innerProducts = new InnerProducts(team);
        innerProductsGradient = new InnerProducts.Gradient(team);
        softmax = new SoftmaxOfStories(team);
        softmaxGradient = new SoftmaxOfStories.Gradient(team);
        weightedSum = new WeightedSum(team);
        weightedSumGradient = new WeightedSum.Gradient(team);
        hop = new HopOperation(team);
        hopGradient = new HopOperation.Gradient(team);
        products = new MatrixProducts(team);
        Story stories = new Story(team, way);
        story = new StoryForward(team, stories, embed);
        storyGradient = new StoryBackward(team, stories, products, embedGradient);
        crossEntropy = new CrossEntropy(team);
        distribution = new CrossEntropy.Distribution(team);
        update = new Update(team);
        attend = new Attend(team);
        bestSlots = new BestSlots(team);
    }

    @Override
    public Tensor allocate(Shape shape) {
        return new SimdTensor(shape);
    }

    @Override
    public void resize(Tensor tensor, Shape shape) {
        SimdTensor.of(tensor).resize(shape);
    }

    @Override
    public void upload(float[] values, Tensor target) {
        SimdTensor.of(target).upload(values);
    }

    @Override
    public void download(Tensor source, float[] target) {
        SimdTensor.of(source).download(target);
    }

    @Override
    public Batch upload(StoryBatch batch) {
        return new SimdBatch(batch);
    }

    @Override
    public AnswerRows uploadRows(int[] rows) {
        return new SimdBatch.Rows(rows);
    }

    @Override
    public Tally newTally() {
        return new SimdTally();
    }

    @Override
    public void reset(Tally tally) {
        SimdTally.of(tally).reset();
    }

    @Override
    public Tally.Values read(Tally tally) {
        return SimdTally.of(tally).values();
    }

    @Override
    public void fill(Tensor target, float value) {
        SimdTensor.of(target).fill(value);
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        SimdTensor from = SimdTensor.of(source);
        System.arraycopy(from.values(), 0, SimdTensor.of(target).values(), 0, from.rows() * from.stride());
    }

    @Override
    public void copyRows(Tensor source, int sourceRow, Tensor target, int targetRow, int count) {
        float[] from = SimdTensor.of(source).values();
        int stride = SimdTensor.of(source).stride();
        float[] to = SimdTensor.of(target).values();
        System.arraycopy(from, sourceRow * stride, to, targetRow * stride, count * stride);
    }

    @Override
    public void embed(
            Sentences sentences, SentenceEncoding encoding, List<EmbeddingTable> tables, List<Tensor> vectors) {
        embed.forward(SimdBatch.Words.of(sentences).host(), encoding, tables, vectors);
    }

    @Override
    public void embedGradient(
            Sentences sentences,
            SentenceEncoding encoding,
            List<Tensor> vectorGradients,
            List<EmbeddingTable> tableGradients) {
        embedGradient.backward(SimdBatch.Words.of(sentences).host(), encoding, vectorGradients, tableGradients);
    }

    @Override
    public void innerProducts(Batch batch, Tensor state, Tensor memory, Tensor scores) {
        innerProducts.forward(SimdBatch.of(batch), SimdTensor.of(state), SimdTensor.of(memory), SimdTensor.of(scores));
    }

    @Override
    public void innerProductsGradient(
            Batch batch,
            Tensor state,
            Tensor memory,
            Tensor scoresGradient,
            Tensor stateGradient,
            Tensor memoryGradient) {
        innerProductsGradient.backward(
                SimdBatch.of(batch),
                SimdTensor.of(state),
                SimdTensor.of(memory),
                SimdTensor.of(scoresGradient),
                SimdTensor.of(stateGradient),
                SimdTensor.of(memoryGradient));
    }

    @Override
    public void softmax(Batch batch, Tensor scores, int width) {
        softmax.forward(SimdBatch.of(batch), SimdTensor.of(scores), width);
    }

    @Override
    public void softmaxGradient(Batch batch, Tensor weights, Tensor gradient) {
        softmaxGradient.backward(SimdBatch.of(batch), SimdTensor.of(weights), SimdTensor.of(gradient));
    }

    @Override
    public void weightedSum(Batch batch, Tensor weights, Tensor output, Tensor sum) {
        weightedSum.forward(SimdBatch.of(batch), SimdTensor.of(weights), SimdTensor.of(output), SimdTensor.of(sum));
    }

    @Override
    public void weightedSumGradient(
            Batch batch,
            Tensor weights,
            Tensor output,
            Tensor sumGradient,
            Tensor weightsGradient,
            Tensor outputGradient) {
        weightedSumGradient.backward(
                SimdBatch.of(batch),
                SimdTensor.of(weights),
                SimdTensor.of(output),
                SimdTensor.of(sumGradient),
                SimdTensor.of(weightsGradient),
                SimdTensor.of(outputGradient));
    }

    @Override
    public void linear(Tensor state, Tensor map, Tensor result) {
        products.nt(SimdTensor.of(state), SimdTensor.of(map), null, SimdTensor.of(result));
    }

    @Override
    public void linearGradient(
            Tensor state, Tensor map, Tensor resultGradient, Tensor stateGradient, Tensor mapGradient) {
        SimdTensor gradient = SimdTensor.of(resultGradient);
        products.nn(gradient, SimdTensor.of(map), null, SimdTensor.of(stateGradient));
        products.tnAdd(
                gradient, SimdTensor.of(state), SimdTensor.of(mapGradient).values());
    }

    @Override
    public void relu(Tensor state, int firstRectified) {
        SimdTensor x = SimdTensor.of(state);
        for (int b = 0; b < x.rows(); b++) {
            Relu.forward(x.values(), b * x.stride(), firstRectified, x.columns());
        }
    }

    @Override
    public void reluGradient(Tensor rectified, int firstRectified, Tensor gradient) {
        SimdTensor x = SimdTensor.of(rectified);
        float[] g = SimdTensor.of(gradient).values();
        for (int b = 0; b < x.rows(); b++) {
            Relu.gradient(x.values(), b * x.stride(), firstRectified, x.columns(), g);
        }
    }

    @Override
    public void hop(Batch batch, Hop operands) {
        Tensor map = operands.map();
        if (map != null) {
            linear(operands.state(), map, operands.next());
        }
        hop.forward(SimdBatch.of(batch), operands);
    }

    @Override
    public void hopGradient(Batch batch, Hop operands, HopGradient gradient) {
        Tensor map = operands.map();
        Tensor mapGradient = gradient.map();
        if (map != null && mapGradient != null) {
            // The products with the map need the gradient behind the ReLU.
            reluGradient(operands.next(), operands.firstRectified(), gradient.next());
            linearGradient(operands.state(), map, gradient.next(), gradient.state(), mapGradient);
        }
        hopGradient.backward(SimdBatch.of(batch), operands, gradient);
    }

    @Override
    public void answer(Tensor state, Tensor words, @Nullable AnswerRows rows, Tensor logits) {
        products.nt(SimdTensor.of(state), SimdTensor.of(words), picked(rows), SimdTensor.of(logits));
    }

    @Override
    public void story(Batch batch, StoryPass pass) {
        story.forward(SimdBatch.of(batch), pass);
    }

    @Override
    public void storyGradient(Batch batch, StoryPass pass, StoryPassGradient gradient) {
        storyGradient.backward(SimdBatch.of(batch), pass, gradient);
    }

    private static int @Nullable [] picked(@Nullable AnswerRows rows) {
        return rows == null ? null : SimdBatch.Rows.of(rows).rows();
    }

    @Override
    public void answerGradient(
            Tensor state,
            Tensor words,
            @Nullable AnswerRows rows,
            Tensor logitsGradient,
            Tensor stateGradient,
            Tensor wordsGradient) {
        SimdTensor u = SimdTensor.of(state);
        SimdTensor dz = SimdTensor.of(logitsGradient);
        float[] dw = SimdTensor.of(wordsGradient).values();
        int[] picked = picked(rows);
        products.nn(dz, SimdTensor.of(words), picked, SimdTensor.of(stateGradient));
        if (picked == null) {
            products.tnAdd(dz, u, dw);
            return;
        }
        // Rows may repeat, so their gradients are computed apart and then added one after the other.
        int stride = u.stride();
        int size = picked.length * stride;
        if (pickedRows.length < size) {
            pickedRows = new float[size];
        }
        Arrays.fill(pickedRows, 0, size, 0);
        products.tnAdd(dz, u, pickedRows);
        for (int c = 0; c < picked.length; c++) {
            Rows.add(pickedRows, c * stride, dw, picked[c] * stride, stride);
        }
    }

    @Override
    public void crossEntropy(Batch batch, Tensor logits, @Nullable Tensor logitsGradient, Tally tally) {
        SimdTensor gradient = logitsGradient == null ? null : SimdTensor.of(logitsGradient);
        crossEntropy.forward(SimdBatch.of(batch), SimdTensor.of(logits), gradient, SimdTally.of(tally));
    }

    @Override
    public void distribution(Tensor logits, Tensor probabilities) {
        distribution.forward(SimdTensor.of(logits), SimdTensor.of(probabilities));
    }

    @Override
    public void update(List<Trained> parameters, UpdateRule rule, long step, Tally tally) {
        update.step(parameters, rule, step, SimdTally.of(tally));
    }

    @Override
    public KeyValueMemory newKeyValueMemory(long slots, int dimension, Storage storage) {
        return new SimdKeyValueMemory(slots, dimension, storage);
    }

    @Override
    public void store(KeyValueMemory memory, long firstSlot, float[] keys, float[] values) {
        SimdKeyValueMemory.of(memory).store(firstSlot, keys, values);
    }

    @Override
    public void attend(KeyValueMemory memory, Tensor queries, Tensor result, Tensor logSums) {
        attend.forward(
                SimdKeyValueMemory.of(memory), SimdTensor.of(queries), SimdTensor.of(result), SimdTensor.of(logSums));
    }

    @Override
    public TopSlots topSlots(KeyValueMemory memory, Tensor queries, int count) {
        return bestSlots.find(SimdKeyValueMemory.of(memory), SimdTensor.of(queries), count);
    }

    @Override
    public void close() {}
}
