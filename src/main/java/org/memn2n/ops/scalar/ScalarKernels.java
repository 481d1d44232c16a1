package org.memn2n.ops.scalar;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.AnswerRows;
import org.memn2n.ops.Batch;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Kernels;
import org.memn2n.ops.KeyValueMemory;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Sentences;
import org.memn2n.ops.Storage;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.TopSlots;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;

/** The table of contents of the reference: each operation is a page of its own in this package. */
final class ScalarKernels implements Kernels {
    private final Precision precision;

    ScalarKernels(Precision precision) {
        this.precision = precision;
    }

    @Override
    public Tensor allocate(Shape shape) {
        return new ScalarTensor(shape, precision);
    }

    @Override
    public void resize(Tensor tensor, Shape shape) {
        ScalarTensor.of(tensor).resize(shape);
    }

    @Override
    public void upload(float[] values, Tensor target) {
        double[] to = ScalarTensor.of(target).values();
        for (int i = 0; i < values.length; i++) {
            to[i] = values[i];
        }
    }

    @Override
    public void download(Tensor source, float[] target) {
        double[] from = ScalarTensor.of(source).values();
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) from[i];
        }
    }

    @Override
    public Batch upload(StoryBatch batch) {
        return new ScalarBatch(batch);
    }

    @Override
    public AnswerRows uploadRows(int[] rows) {
        return new ScalarBatch.Rows(rows.clone());
    }

    @Override
    public Tally newTally() {
        return new ScalarTally();
    }

    @Override
    public void reset(Tally tally) {
        of(tally).reset();
    }

    @Override
    public Tally.Values read(Tally tally) {
        return of(tally).values();
    }

    private static ScalarTally of(Tally tally) {
        if (tally instanceof ScalarTally scalar) {
            return scalar;
        }
        throw new DeviceException("a tally of another backend was handed to the scalar backend");
    }

    @Override
    public void fill(Tensor target, float value) {
        Arrays.fill(ScalarTensor.of(target).values(), 0, target.shape().size(), value);
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        double[] from = ScalarTensor.of(source).values();
        System.arraycopy(
                from, 0, ScalarTensor.of(target).values(), 0, source.shape().size());
    }

    @Override
    public void copyRows(Tensor source, int sourceRow, Tensor target, int targetRow, int count) {
        int d = source.shape().extent(1);
        double[] from = ScalarTensor.of(source).values();
        System.arraycopy(from, sourceRow * d, ScalarTensor.of(target).values(), targetRow * d, count * d);
    }

    @Override
    public void embed(
            Sentences sentences, SentenceEncoding encoding, List<EmbeddingTable> tables, List<Tensor> vectors) {
        for (int i = 0; i < tables.size(); i++) {
            Embed.forward(
                    ScalarBatch.Words.of(sentences).host(), encoding, tables.get(i), ScalarTensor.of(vectors.get(i)));
        }
    }

    @Override
    public void embedGradient(
            Sentences sentences,
            SentenceEncoding encoding,
            List<Tensor> vectorGradients,
            List<EmbeddingTable> tableGradients) {
        for (int i = 0; i < tableGradients.size(); i++) {
            Embed.gradient(
                    ScalarBatch.Words.of(sentences).host(),
                    encoding,
                    ScalarTensor.of(vectorGradients.get(i)),
                    tableGradients.get(i));
        }
    }

    @Override
    public void innerProducts(Batch batch, Tensor state, Tensor memory, Tensor scores) {
        InnerProducts.forward(slots(batch), ScalarTensor.of(state), ScalarTensor.of(memory), ScalarTensor.of(scores));
    }

    @Override
    public void innerProductsGradient(
            Batch batch,
            Tensor state,
            Tensor memory,
            Tensor scoresGradient,
            Tensor stateGradient,
            Tensor memoryGradient) {
        InnerProducts.gradient(
                slots(batch),
                ScalarTensor.of(state),
                ScalarTensor.of(memory),
                ScalarTensor.of(scoresGradient),
                ScalarTensor.of(stateGradient),
                ScalarTensor.of(memoryGradient));
    }

    @Override
    public void softmax(Batch batch, Tensor scores, int width) {
        Softmax.forward(slots(batch), ScalarTensor.of(scores), width);
    }

    @Override
    public void softmaxGradient(Batch batch, Tensor weights, Tensor gradient) {
        Softmax.gradient(slots(batch), ScalarTensor.of(weights), ScalarTensor.of(gradient));
    }

    @Override
    public void weightedSum(Batch batch, Tensor weights, Tensor output, Tensor sum) {
        WeightedSum.forward(slots(batch), ScalarTensor.of(weights), ScalarTensor.of(output), ScalarTensor.of(sum));
    }

    @Override
    public void weightedSumGradient(
            Batch batch,
            Tensor weights,
            Tensor output,
            Tensor sumGradient,
            Tensor weightsGradient,
            Tensor outputGradient) {
        WeightedSum.gradient(
                slots(batch),
                ScalarTensor.of(weights),
                ScalarTensor.of(output),
                ScalarTensor.of(sumGradient),
                ScalarTensor.of(weightsGradient),
                ScalarTensor.of(outputGradient));
    }

    private static int[] slots(Batch batch) {
        return ScalarBatch.of(batch).slotOffsets();
    }

    @Override
    public void linear(Tensor state, Tensor map, Tensor result) {
        Linear.forward(ScalarTensor.of(state), ScalarTensor.of(map), ScalarTensor.of(result));
    }

    @Override
    public void linearGradient(
            Tensor state, Tensor map, Tensor resultGradient, Tensor stateGradient, Tensor mapGradient) {
        Linear.gradient(
                ScalarTensor.of(state),
                ScalarTensor.of(map),
                ScalarTensor.of(resultGradient),
                ScalarTensor.of(stateGradient),
                ScalarTensor.of(mapGradient));
    }

    @Override
    public void relu(Tensor state, int firstRectified) {
        Relu.forward(ScalarTensor.of(state), firstRectified);
    }

    @Override
    public void reluGradient(Tensor rectified, int firstRectified, Tensor gradient) {
        Relu.gradient(ScalarTensor.of(rectified), firstRectified, ScalarTensor.of(gradient));
    }

    @Override
    public void answer(Tensor state, Tensor words, @Nullable AnswerRows rows, Tensor logits) {
        AnswerLayer.forward(ScalarTensor.of(state), ScalarTensor.of(words), rows(rows, words), ScalarTensor.of(logits));
    }

    @Override
    public void answerGradient(
            Tensor state,
            Tensor words,
            @Nullable AnswerRows rows,
            Tensor logitsGradient,
            Tensor stateGradient,
            Tensor wordsGradient) {
        AnswerLayer.gradient(
                ScalarTensor.of(state),
                ScalarTensor.of(words),
                rows(rows, words),
                ScalarTensor.of(logitsGradient),
                ScalarTensor.of(stateGradient),
                ScalarTensor.of(wordsGradient));
    }

    private static int[] rows(@Nullable AnswerRows rows, Tensor words) {
        if (rows == null) {
            return IntStream.range(0, words.shape().extent(0)).toArray();
        }
        if (rows instanceof ScalarBatch.Rows scalar) {
            return scalar.rows();
        }
        throw new DeviceException("answer rows of another backend were handed to the scalar backend");
    }

    @Override
    public void crossEntropy(Batch batch, Tensor logits, @Nullable Tensor logitsGradient, Tally tally) {
        ScalarTensor gradient = logitsGradient == null ? null : ScalarTensor.of(logitsGradient);
        CrossEntropy.forward(ScalarBatch.of(batch).targets(), ScalarTensor.of(logits), gradient, of(tally));
    }

    @Override
    public void distribution(Tensor logits, Tensor probabilities) {
        CrossEntropy.distribution(ScalarTensor.of(logits), ScalarTensor.of(probabilities));
    }

    @Override
    public void update(List<Trained> parameters, UpdateRule rule, long step, Tally tally) {
        Update.step(parameters, rule, step, of(tally));
    }

    @Override
    public KeyValueMemory newKeyValueMemory(long slots, int dimension, Storage storage) {
        return new ScalarKeyValueMemory(slots, dimension, storage);
    }

    @Override
    public void store(KeyValueMemory memory, long firstSlot, float[] keys, float[] values) {
        ScalarKeyValueMemory.of(memory).store(firstSlot, keys, values);
    }

    @Override
    public void attend(KeyValueMemory memory, Tensor queries, Tensor result, Tensor logSums) {
        Attend.forward(
                ScalarKeyValueMemory.of(memory),
                ScalarTensor.of(queries),
                ScalarTensor.of(result),
                ScalarTensor.of(logSums));
    }

    @Override
    public TopSlots topSlots(KeyValueMemory memory, Tensor queries, int count) {
        return Attend.topSlots(ScalarKeyValueMemory.of(memory), ScalarTensor.of(queries), count);
    }

    @Override
    public void close() {}
}
