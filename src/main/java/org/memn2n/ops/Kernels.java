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
 * <p>Calls enqueue work in order and do not wait, except those that {@link Ops} names. An instance is used by one thread at
 * a time.
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

    void copyRows(Tensor source, int sourceRow, Tensor target, int targetRow, int count);

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

    /** Fused where a backend can; by default the composition that defines it. */
    default void story(Batch batch, StoryPass pass) {
        embed(batch.memories(), pass.encoding(), pass.tables(), pass.memories());
        Tensor first = pass.states().get(0);
        Tensor question = pass.question();
        if (question == null) {
            fill(first, pass.constantQuestion());
        } else {
            embed(batch.queries(), pass.encoding(), List.of(new EmbeddingTable(question, null)), List.of(first));
        }
        for (int k = 0; k < pass.hops().size(); k++) {
            hop(batch, pass.hop(k));
        }
    }

    /** Fused where a backend can; by default the composition that defines it. */
    default void storyGradient(Batch batch, StoryPass pass, StoryPassGradient gradient) {
        for (Tensor memory : gradient.memories()) {
            fill(memory, 0);
        }
        Tensor next = gradient.lastState();
        Tensor state = gradient.otherState();
        for (int k = pass.hops().size() - 1; k >= 0; k--) {
            Tensor memory = gradient.memories().get(pass.hops().get(k).input());
            Tensor output = gradient.memories().get(pass.hops().get(k).output());
            hopGradient(
                    batch,
                    pass.hop(k),
                    new HopGradient(next, state, memory, output, gradient.map(), gradient.weights()));
            Tensor done = next;
            next = state;
            state = done;
        }
        embedGradient(batch.memories(), pass.encoding(), gradient.memories(), gradient.tables());
        Tensor question = gradient.question();
        if (question != null) {
            EmbeddingTable table = new EmbeddingTable(question, null);
            embedGradient(batch.queries(), pass.encoding(), List.of(next), List.of(table));
        }
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

    KeyValueMemory newKeyValueMemory(long slots, int dimension, Storage storage);

    void store(KeyValueMemory memory, long firstSlot, float[] keys, float[] values);

    void attend(KeyValueMemory memory, Tensor queries, Tensor result, Tensor logSums);

    TopSlots topSlots(KeyValueMemory memory, Tensor queries, int count);

    @Override
    void close();
}
