package org.memn2n.model;

import java.util.ArrayList;
import java.util.List;
import org.memn2n.ops.Batch;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Ops;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/** Embeds sentences with the word table of every distinct memory of a network, without temporal rows. */
final class SentenceEmbedder implements AutoCloseable {
    private final SentenceEncoding encoding;
    private final int dimension;
    private final Ops ops;
    private final List<EmbeddingTable> words = new ArrayList<>();
    private final List<Tensor> vectors = new ArrayList<>();

    SentenceEmbedder(ModelConfig config, Parameters parameters, Ops ops) {
        this.encoding = config.encoding();
        this.dimension = config.options().dimension();
        this.ops = ops;
        for (EmbeddingTable table : parameters.memoryTables()) {
            words.add(new EmbeddingTable(table.words(), null));
            vectors.add(ops.allocate(Shape.of(0, dimension)));
        }
    }

    /**
     * The vectors of these sentences.
     *
     * @param sentences the word ids of each
     * @return for each memory [number of sentences, d], until the next call
     */
    List<Tensor> embed(List<int[]> sentences) {
        Shape shape = Shape.of(sentences.size(), dimension);
        vectors.forEach(tensor -> ops.resize(tensor, shape));
        try (Batch batch = ops.upload(story(sentences))) {
            ops.embed(batch.memories(), encoding, words, vectors);
        }
        return vectors;
    }

    /** One story without a question. */
    private static StoryBatch story(List<int[]> sentences) {
        int[] offsets = new int[sentences.size() + 1];
        for (int s = 0; s < sentences.size(); s++) {
            offsets[s + 1] = Math.addExact(offsets[s], sentences.get(s).length);
        }
        int[] words = new int[offsets[sentences.size()]];
        for (int s = 0; s < sentences.size(); s++) {
            System.arraycopy(sentences.get(s), 0, words, offsets[s], sentences.get(s).length);
        }
        WordLists none = WordLists.timeless(new int[0], new int[1]);
        int[] slots = {0, sentences.size()};
        return new StoryBatch(WordLists.timeless(words, offsets), slots, none, new int[] {-1});
    }

    @Override
    public void close() {
        vectors.forEach(Tensor::close);
    }
}
