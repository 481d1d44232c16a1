package org.memn2n.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.AnswerRows;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Batch;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Ops;
import org.memn2n.ops.StoryPass;
import org.memn2n.ops.StoryPass.HopMemories;
import org.memn2n.ops.StoryPassGradient;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.Shape;

/**
 * The network itself, forward and backward (paper sections 2 and 4), with the intermediate results of one
 * batch. Weights come from outside, so several networks, one a thread, may share them.
 *
 * <p>Letters as in {@link Ops}. Nothing here waits for the device. Intermediate tensors keep their memory
 * from batch to batch and grow when a larger one comes. Used by one thread at a time; does not close its
 * {@link Ops}.
 */
public final class MemoryNetwork implements AutoCloseable {
    /** The components of a constant query (paper section 5). */
    private static final float CONSTANT_QUERY = 0.1f;

    private final ModelConfig config;
    private final Ops ops;
    private final List<HopMemories> hops; // which memories each hop uses
    private final @Nullable AnswerRows answerRows;

    private final List<Tensor> memories; // for each distinct memory [S, d]
    private final List<Tensor> memoryGradients; // like memories
    private final List<Tensor> weights; // for each hop [S]
    private final Tensor weightsGradient; // [S]
    private final List<Tensor> states; // before each hop and after the last, K+1 times [B, d]
    private final Tensor stateGradient; // [B, d]
    private final Tensor otherStateGradient; // [B, d], takes turns with the former
    private final Tensor logits; // [B, C]
    private final Tensor logitsGradient; // [B, C]

    private Attention attention = Attention.SOFTMAX;

    /** A network without a batch. */
    public MemoryNetwork(ModelConfig config, Ops ops) {
        this.config = config;
        ParameterLayout layout = new ParameterLayout(config);
        this.ops = ops;
        this.answerRows = layout.picksAnswerRows()
                ? ops.uploadRows(config.answerWords().stream()
                        .mapToInt(Integer::intValue)
                        .toArray())
                : null;
        int distinct = layout.memories().size();
        this.hops = IntStream.range(0, config.options().hops())
                .mapToObj(k -> new HopMemories(layout.inputMemory(k), layout.outputMemory(k)))
                .toList();
        this.memories = empty(distinct);
        this.memoryGradients = empty(distinct);
        this.weights = empty(hops.size());
        this.weightsGradient = empty();
        this.states = empty(hops.size() + 1);
        this.stateGradient = empty();
        this.otherStateGradient = empty();
        this.logits = empty();
        this.logitsGradient = empty();
    }

    private Tensor empty() {
        return ops.allocate(Shape.of(0));
    }

    private List<Tensor> empty(int count) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tensors.add(empty());
        }
        return tensors;
    }

    /**
     * From stories and questions to logits; keeps what {@link #backward} needs.
     *
     * @param parameters the weights, read
     * @param linear {@link Attention#LINEAR} leaves the softmax out of every hop (linear start)
     */
    public void forward(Parameters parameters, Batch batch, Attention linear) {
        attention = linear;
        fit(batch);
        StoryPass pass = pass(parameters);
        ops.story(batch, pass);
        ops.answer(pass.lastState(), parameters.answer(), answerRows, logits);
    }

    /**
     * From a question about a story that has been embedded before to logits, with the softmax. There is no way back.
     *
     * @param parameters the weights, read
     * @param story the vectors of its sentences, read
     * @param asked what {@link StoryMemory#ask} gave for the question
     */
    public void forward(Parameters parameters, StoryMemory story, Batch asked) {
        attention = Attention.SOFTMAX;
        fit(asked);
        StoryPass pass = pass(parameters);
        Tensor first = pass.states().get(0);
        Tensor question = pass.question();
        ops.embed(asked.memories(), story.encoding(), story.tables(), memories);
        if (question == null) {
            ops.fill(first, pass.constantQuestion());
        } else {
            ops.embed(asked.queries(), pass.encoding(), List.of(new EmbeddingTable(question, null)), List.of(first));
        }
        for (int k = 0; k < hops.size(); k++) {
            ops.hop(asked, pass.hop(k));
        }
        ops.answer(pass.lastState(), parameters.answer(), answerRows, logits);
    }

    /**
     * From the gradient at the logits, which the caller has put into {@link #logitsGradient}, to the gradients
     * of all weights, for the batch of the last {@link #forward}.
     *
     * @param parameters the weights of that forward pass, read
     * @param gradients added to
     */
    public void backward(Parameters parameters, Parameters gradients, Batch batch) {
        StoryPass pass = pass(parameters);
        ops.answerGradient(
                pass.lastState(), parameters.answer(), answerRows, logitsGradient, stateGradient, gradients.answer());
        StoryPassGradient gradient = new StoryPassGradient(
                stateGradient,
                gradients.memoryTables(),
                gradients.query(),
                gradients.map(),
                otherStateGradient,
                memoryGradients,
                weightsGradient);
        ops.storyGradient(batch, pass, gradient);
    }

    private StoryPass pass(Parameters parameters) {
        return new StoryPass(
                config.encoding(),
                parameters.memoryTables(),
                parameters.query(),
                CONSTANT_QUERY,
                hops,
                parameters.map(),
                attention,
                config.softmaxWidth(),
                config.options().nonlinearity().firstRectified(config.options().dimension()),
                memories,
                weights,
                states);
    }

    /** Gives every intermediate tensor the shape that this batch needs. */
    private void fit(Batch batch) {
        int d = config.options().dimension();
        Shape slots = Shape.of(batch.memories().count());
        Shape vectors = Shape.of(batch.memories().count(), d);
        Shape perStory = Shape.of(batch.stories(), d);
        Shape answers = Shape.of(batch.stories(), config.classes());
        memories.forEach(tensor -> ops.resize(tensor, vectors));
        memoryGradients.forEach(tensor -> ops.resize(tensor, vectors));
        weights.forEach(tensor -> ops.resize(tensor, slots));
        ops.resize(weightsGradient, slots);
        states.forEach(tensor -> ops.resize(tensor, perStory));
        ops.resize(stateGradient, perStory);
        ops.resize(otherStateGradient, perStory);
        ops.resize(logits, answers);
        ops.resize(logitsGradient, answers);
    }

    /** [B, C] what the last forward pass found. */
    public Tensor logits() {
        return logits;
    }

    /** [B, C] where the gradient at the logits goes before {@link #backward}. */
    public Tensor logitsGradient() {
        return logitsGradient;
    }

    /** [S] how much hop {@code hop} (from 0) took from each slot in the last forward pass. */
    public Tensor weights(int hop) {
        return weights.get(hop);
    }

    @Override
    public void close() {
        List.of(memories, memoryGradients, weights, states).forEach(list -> list.forEach(Tensor::close));
        List.of(weightsGradient, stateGradient, otherStateGradient, logits, logitsGradient)
                .forEach(Tensor::close);
        if (answerRows != null) {
            answerRows.close();
        }
    }
}
