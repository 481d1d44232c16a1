package org.memn2n.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.AnswerRows;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Batch;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Hop;
import org.memn2n.ops.HopGradient;
import org.memn2n.ops.Ops;
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
    private final ParameterLayout layout;
    private final Ops ops;
    private final @Nullable AnswerRows answerRows;

    private final List<Tensor> memories; // for each distinct memory [S, d]
    private final List<Tensor> memoryGradients; // like memories
    private final List<Tensor> weights; // for each hop [S]
    private final Tensor weightsGradient; // [S]
    private final List<Tensor> states; // before each hop and after the last, K+1 times [B, d]
    private Tensor stateGradient; // [B, d]
    private Tensor otherStateGradient; // [B, d], takes turns with the former
    private final Tensor logits; // [B, C]
    private final Tensor logitsGradient; // [B, C]

    private Attention attention = Attention.SOFTMAX;

    /** A network without a batch. */
    public MemoryNetwork(ModelConfig config, Ops ops) {
        this.config = config;
        this.layout = new ParameterLayout(config);
        this.ops = ops;
        this.answerRows = layout.picksAnswerRows()
                ? ops.uploadRows(config.answerWords().stream()
                        .mapToInt(Integer::intValue)
                        .toArray())
                : null;
        int distinct = layout.memories().size();
        int hops = config.options().hops();
        this.memories = empty(distinct);
        this.memoryGradients = empty(distinct);
        this.weights = empty(hops);
        this.weightsGradient = empty();
        this.states = empty(hops + 1);
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
        ops.embed(batch.memories(), config.encoding(), parameters.memoryTables(), memories);
        EmbeddingTable queryTable = parameters.queryTable();
        if (queryTable == null) {
            ops.fill(states.get(0), CONSTANT_QUERY);
        } else {
            ops.embed(batch.queries(), config.encoding(), List.of(queryTable), states.subList(0, 1));
        }
        for (int k = 0; k < config.options().hops(); k++) {
            ops.hop(batch, hop(k, parameters));
        }
        ops.answer(lastState(), parameters.answer(), answerRows, logits);
    }

    /**
     * From the gradient at the logits, which the caller has put into {@link #logitsGradient}, to the gradients
     * of all weights, for the batch of the last {@link #forward}.
     *
     * @param parameters the weights of that forward pass, read
     * @param gradients added to
     */
    public void backward(Parameters parameters, Parameters gradients, Batch batch) {
        ops.answerGradient(
                lastState(), parameters.answer(), answerRows, logitsGradient, stateGradient, gradients.answer());
        for (Tensor memoryGradient : memoryGradients) {
            ops.fill(memoryGradient, 0);
        }
        for (int k = config.options().hops() - 1; k >= 0; k--) {
            HopGradient gradient = new HopGradient(
                    stateGradient,
                    otherStateGradient,
                    memoryGradients.get(layout.inputMemory(k)),
                    memoryGradients.get(layout.outputMemory(k)),
                    gradients.map(),
                    weightsGradient);
            ops.hopGradient(batch, hop(k, parameters), gradient);
            Tensor next = stateGradient;
            stateGradient = otherStateGradient;
            otherStateGradient = next;
        }
        ops.embedGradient(batch.memories(), config.encoding(), memoryGradients, gradients.memoryTables());
        EmbeddingTable queryTable = gradients.queryTable();
        if (queryTable != null) {
            ops.embedGradient(batch.queries(), config.encoding(), List.of(stateGradient), List.of(queryTable));
        }
    }

    private Hop hop(int k, Parameters parameters) {
        int dimension = config.options().dimension();
        return new Hop(
                states.get(k),
                memories.get(layout.inputMemory(k)),
                memories.get(layout.outputMemory(k)),
                parameters.map(),
                attention,
                config.softmaxWidth(),
                config.options().nonlinearity().firstRectified(dimension),
                weights.get(k),
                states.get(k + 1));
    }

    private Tensor lastState() {
        return states.get(config.options().hops());
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
