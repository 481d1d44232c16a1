package org.memn2n.testkit;

import java.util.List;
import java.util.stream.IntStream;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Ops;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Tensor;
import org.memn2n.testkit.RandomInputs.Sizes;

/** Operations over the memories of a batch: embedding, inner products, softmax, weighted sum. */
final class MemoryCases extends BatteryCase {
    MemoryCases(Ops ops, Sizes sizes, long seed) {
        super(ops, sizes, seed);
    }

    void innerProducts() {
        slotOperation(false, (state, vectors, slots) -> {
            ops.innerProducts(batch, state, vectors, slots);
            return List.of(slots);
        });
    }

    void innerProductsGradient() {
        slotOperation(false, (state, vectors, slots) -> {
            Tensor stateGradient = tensor(sizes.stories(), sizes.dimension());
            Tensor vectorGradient = tensor(slots(), sizes.dimension());
            ops.innerProductsGradient(batch, state, vectors, slots, stateGradient, vectorGradient);
            return List.of(stateGradient, vectorGradient);
        });
    }

    void weightedSum() {
        slotOperation(true, (state, vectors, slots) -> {
            ops.weightedSum(batch, slots, vectors, state);
            return List.of(state);
        });
    }

    void weightedSumGradient() {
        slotOperation(true, (state, vectors, slots) -> {
            Tensor weightsGradient = tensor(slots());
            Tensor outputGradient = tensor(slots(), sizes.dimension());
            ops.weightedSumGradient(batch, slots, vectors, state, weightsGradient, outputGradient);
            return List.of(weightsGradient, outputGradient);
        });
    }

    private interface SlotOperation {
        List<Tensor> run(Tensor state, Tensor vectors, Tensor slots);
    }

    private void slotOperation(boolean weights, SlotOperation operation) {
        Tensor slots = tensor(slots());
        if (weights) {
            ops.softmax(batch, slots, 0);
        }
        operation
                .run(tensor(sizes.stories(), sizes.dimension()), tensor(slots(), sizes.dimension()), slots)
                .forEach(this::keep);
    }

    void softmax() {
        for (int width : new int[] {0, 1, sizes.maxSlots() + 3}) {
            Tensor scores = ops.upload(inputs.scaled(10, slots()));
            ops.softmax(batch, scores, width);
            keep(scores);
        }
    }

    void softmaxGradient() {
        Tensor weights = tensor(slots());
        ops.softmax(batch, weights, 0);
        Tensor gradient = tensor(slots());
        ops.softmaxGradient(batch, weights, gradient);
        keep(gradient);
    }

    void embed() {
        List<EmbeddingTable> tables = tables();
        for (PositionWeights weights : PositionWeights.values()) {
            for (int fixedLength : new int[] {0, 11}) {
                List<Tensor> vectors = vectors();
                ops.embed(batch.memories(), new SentenceEncoding(weights, fixedLength), tables, vectors);
                vectors.forEach(this::keep);
            }
        }
        Tensor questions = tensor(sizes.stories(), sizes.dimension());
        ops.embed(
                batch.queries(),
                new SentenceEncoding(PositionWeights.PAPER, 0),
                List.of(new EmbeddingTable(tables.get(0).words(), null)),
                List.of(questions));
        keep(questions);
    }

    void embedGradient() {
        for (PositionWeights weights : PositionWeights.values()) {
            List<EmbeddingTable> gradients = tables();
            ops.embedGradient(batch.memories(), new SentenceEncoding(weights, 0), vectors(), gradients);
            for (EmbeddingTable gradient : gradients) {
                keep(gradient.words());
                Tensor times = gradient.times();
                if (times != null) {
                    keep(times);
                }
            }
        }
    }

    private List<EmbeddingTable> tables() {
        int d = sizes.dimension();
        return List.of(
                new EmbeddingTable(tensor(sizes.words(), d), tensor(sizes.times(), d)),
                new EmbeddingTable(tensor(sizes.words(), d), null),
                new EmbeddingTable(tensor(sizes.words(), d), tensor(sizes.times(), d)));
    }

    private List<Tensor> vectors() {
        return IntStream.range(0, 3)
                .mapToObj(i -> tensor(slots(), sizes.dimension()))
                .toList();
    }
}
