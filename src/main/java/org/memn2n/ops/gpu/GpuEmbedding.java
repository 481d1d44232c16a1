package org.memn2n.ops.gpu;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Sentences;
import org.memn2n.ops.Tensor;

/** The launches of the lookup and its gradient: several tables in one pass over the indices. */
final class GpuEmbedding {
    /** Tables that one launch takes; a network with more needs another launch. */
    static final int TABLES = 8;

    private final GpuQueue queue;

    GpuEmbedding(GpuQueue queue) {
        this.queue = queue;
    }

    void forward(Sentences sentences, SentenceEncoding encoding, List<EmbeddingTable> tables, List<Tensor> vectors) {
        GpuBatch.Words words = of(sentences);
        Lookup lookup = words.lookup();
        GpuBuffer indices = words.indices();
        for (int first = 0; first < tables.size(); first += TABLES) {
            List<EmbeddingTable> some = tables.subList(first, Math.min(first + TABLES, tables.size()));
            @Nullable GpuBuffer[] addresses = addresses(some, vectors.subList(first, first + some.size()), false);
            int d = some.get(0).words().shape().extent(1);
            GpuQueue.Arguments arguments =
                    queue.arguments().part(indices, lookup.words()).part(indices, lookup.offsets());
            arguments = lookup.timed() ? arguments.part(indices, lookup.times()) : arguments.noPart();
            arguments
                    .number(words.count())
                    .number(code(encoding.weights()))
                    .number(encoding.fixedLength())
                    .number(d)
                    .number(some.size())
                    .addresses(addresses);
            int warps = GpuKernel.EMBED.threadsX() / GpuKernels.WARP;
            queue.launch(GpuKernel.EMBED, GpuKernels.blocks(words.count(), warps), 1, arguments);
        }
    }

    void gradient(
            Sentences sentences, SentenceEncoding encoding, List<Tensor> vectors, List<EmbeddingTable> gradients) {
        GpuBatch.Words words = of(sentences);
        Lookup lookup = words.lookup();
        GpuBuffer indices = words.indices();
        for (int first = 0; first < gradients.size(); first += TABLES) {
            List<EmbeddingTable> some = gradients.subList(first, Math.min(first + TABLES, gradients.size()));
            @Nullable GpuBuffer[] addresses = addresses(some, vectors.subList(first, first + some.size()), true);
            int d = some.get(0).words().shape().extent(1);
            Lookup.Occurrences occurrences = lookup.wordOccurrences();
            GpuQueue.Arguments wordArguments = queue.arguments()
                    .part(indices, occurrences.unique())
                    .part(indices, occurrences.starts())
                    .part(indices, occurrences.sentences())
                    .part(indices, lookup.positions())
                    .part(indices, lookup.offsets())
                    .number(occurrences.count())
                    .number(code(encoding.weights()))
                    .number(encoding.fixedLength())
                    .number(d)
                    .number(some.size())
                    .addresses(addresses);
            queue.launch(GpuKernel.EMBED_GRADIENT_WORDS, occurrences.count(), 1, wordArguments);
            Lookup.Occurrences times = lookup.timeOccurrences();
            GpuQueue.Arguments timeArguments = queue.arguments()
                    .part(indices, times.unique())
                    .part(indices, times.starts())
                    .part(indices, times.sentences())
                    .number(times.count())
                    .number(d)
                    .number(some.size())
                    .addresses(addresses);
            queue.launch(GpuKernel.EMBED_GRADIENT_TIMES, times.count(), 1, timeArguments);
        }
    }

    /** {@code struct EmbedTables} (words, times, vectors) or {@code struct EmbedGradients} (vectors, words, times). */
    private static @Nullable GpuBuffer[] addresses(
            List<EmbeddingTable> tables, List<Tensor> vectors, boolean vectorsFirst) {
        @Nullable GpuBuffer[] addresses = new GpuBuffer[3 * TABLES];
        int words = vectorsFirst ? TABLES : 0;
        int times = words + TABLES;
        int outputs = vectorsFirst ? 0 : 2 * TABLES;
        for (int i = 0; i < tables.size(); i++) {
            Tensor timeTable = tables.get(i).times();
            addresses[words + i] = GpuTensor.buffer(tables.get(i).words());
            addresses[times + i] = timeTable == null ? null : GpuTensor.buffer(timeTable);
            addresses[outputs + i] = GpuTensor.buffer(vectors.get(i));
        }
        return addresses;
    }

    /** The number by which the kernels know a formula; part of their interface. */
    static int code(PositionWeights weights) {
        return switch (weights) {
            case BAG_OF_WORDS -> 0;
            case PAPER -> 1;
            case AUTHORS -> 2;
        };
    }

    private static GpuBatch.Words of(Sentences sentences) {
        if (sentences instanceof GpuBatch.Words words) {
            return words;
        }
        throw new DeviceException("sentences of another backend were handed to a GPU backend; upload the batch to it");
    }
}
