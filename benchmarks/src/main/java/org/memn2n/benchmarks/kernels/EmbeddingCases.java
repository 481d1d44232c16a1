package org.memn2n.benchmarks.kernels;

import java.util.List;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Tensor;

/** Sentences to vectors, with the position weights of the paper. */
final class EmbeddingCases {
    private EmbeddingCases() {}

    static List<KernelCase> of(Sizes sizes) {
        double words = (double) sizes.allSlots() * sizes.sentenceWords();
        double vectors = (double) sizes.allSlots() * sizes.dimension();
        double tables = (double) (sizes.words() + sizes.slots()) * sizes.dimension();
        double indices = words + 2.0 * sizes.allSlots();
        double operations = 2 * words * sizes.dimension() + vectors;
        SentenceEncoding encoding = new SentenceEncoding(PositionWeights.PAPER, sizes.sentenceWords());
        return List.of(
                KernelCase.of("embed", sizes, indices + tables + vectors, operations, inputs -> {
                    List<EmbeddingTable> table = List.of(inputs.table());
                    List<Tensor> vector = List.of(inputs.written(sizes.allSlots(), sizes.dimension()));
                    return () -> inputs.ops().embed(inputs.batch().memories(), encoding, table, vector);
                }),
                KernelCase.of("embedGradient", sizes, indices + vectors + 2 * tables, operations, inputs -> {
                    List<Tensor> gradient = List.of(inputs.input(sizes.allSlots(), sizes.dimension()));
                    List<EmbeddingTable> table = List.of(new EmbeddingTable(
                            inputs.changed(sizes.words(), sizes.dimension()),
                            inputs.changed(sizes.slots(), sizes.dimension())));
                    return () -> inputs.ops().embedGradient(inputs.batch().memories(), encoding, gradient, table);
                }));
    }
}
