package org.memn2n.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;

/**
 * What a backend implements: the operations of {@link Ops}, method for method, with the meaning given
 * there. Shapes and index limits have been checked; tensors and batches are the backend's own, unless
 * a caller mixed backends, which an implementation answers with a {@link DeviceException}.
 *
 * <p>Calls enqueue work in order and do not wait, except {@code download} and {@code read}. An instance
 * is used by one thread at a time.
 */
public interface Kernels extends AutoCloseable {
    /** Recorded and replayed where a backend can; by default just run. */
    default void step(Runnable work) {
        work.run();
    }

    Tensor allocate(Shape shape);

    void resize(Tensor tensor, Shape shape);

    void upload(float[] values, Tensor target);

    void download(Tensor source, float[] target);

    Batch upload(StoryBatch batch);

    Tally newTally();

    void reset(Tally tally);

    Tally.Values read(Tally tally);

    void fill(Tensor target, float value);

    void copy(Tensor source, Tensor target);

    void embed(Sentences sentences, SentenceEncoding encoding, List<EmbeddingTable> tables, List<Tensor> vectors);

    void embedGradient(
            Sentences sentences,
            SentenceEncoding encoding,
            List<Tensor> vectorGradients,
            List<EmbeddingTable> tableGradients);

    void innerProducts(Batch batch, Tensor state, Tensor memory, Tensor scores);

    void innerProductsGradient(
            Batch batch,
            Tensor state,
            Tensor memory,
            Tensor scoresGradient,
            Tensor stateGradient,
            Tensor memoryGradient);

    void softmax(Batch batch, Tensor scores, int width);

    void softmaxGradient(Batch batch, Tensor weights, Tensor gradient);

    void weightedSum(Batch batch, Tensor weights, Tensor output, Tensor sum);

    void weightedSumGradient(
            Batch batch,
            Tensor weights,
            Tensor output,
            Tensor sumGradient,
            Tensor weightsGradient,
            Tensor outputGradient);

    void linear(Tensor state, Tensor map, Tensor result);

    void linearGradient(Tensor state, Tensor map, Tensor resultGradient, Tensor stateGradient, Tensor mapGradient);

    void relu(Tensor state, int firstRectified);

    void reluGradient(Tensor rectified, int firstRectified, Tensor gradient);

    /** Fused where a backend can; by default the composition that defines it. */
    default void hop(Batch batch, Hop hop) {
        innerProducts(batch, hop.state(), hop.memory(), hop.weights());
        if (hop.attention() == Attention.SOFTMAX) {
            softmax(batch, hop.weights(), hop.softmaxWidth());
        }
        Tensor map = hop.map();
        if (map == null) {
            copy(hop.state(), hop.next());
        } else {
            linear(hop.state(), map, hop.next());
        }
        weightedSum(batch, hop.weights(), hop.output(), hop.next());
        relu(hop.next(), hop.firstRectified());
    }

    /** Fused where a backend can; by default the composition that defines it. */
    default void hopGradient(Batch batch, Hop hop, HopGradient gradient) {
        reluGradient(hop.next(), hop.firstRectified(), gradient.next());
        Tensor map = hop.map();
        Tensor mapGradient = gradient.map();
        if (map == null || mapGradient == null) {
            copy(gradient.next(), gradient.state());
        } else {
            linearGradient(hop.state(), map, gradient.next(), gradient.state(), mapGradient);
        }
        weightedSumGradient(batch, hop.weights(), hop.output(), gradient.next(), gradient.weights(), gradient.output());
        if (hop.attention() == Attention.SOFTMAX) {
            softmaxGradient(batch, hop.weights(), gradient.weights());
        }
        innerProductsGradient(
                batch, hop.state(), hop.memory(), gradient.weights(), gradient.state(), gradient.memory());
    }

    void answer(Tensor state, Tensor words, @Nullable AnswerRows rows, Tensor logits);

    void answerGradient(
            Tensor state,
            Tensor words,
            @Nullable AnswerRows rows,
            Tensor logitsGradient,
            Tensor stateGradient,
            Tensor wordsGradient);

    AnswerRows uploadRows(int[] rows);

    void crossEntropy(Batch batch, Tensor logits, @Nullable Tensor logitsGradient, Tally tally);

    void distribution(Tensor logits, Tensor probabilities);

    void update(List<Trained> parameters, UpdateRule rule, long step, Tally tally);

    @Override
    void close();
}
