package org.memn2n.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network's whole way from sentences to its last state: the lookup of memories and question, then every hop
 * (paper sections 2.1, 2.2 and 4.1).
 *
 * <p>A memory that several hops use, as input or as output, is one of {@code memories} and looked up once.
 *
 * @param encoding how the words of a sentence become one vector, for memories and questions
 * @param tables the table of each distinct memory, at least one; read
 * @param question [V, d]: the table of the questions' words (matrix B), read; null for a constant question
 * @param constantQuestion the components of a constant question; not used with a table
 * @param hops which memories each hop uses, at least one hop
 * @param map [d, d]: H of every hop, read; null for the identity
 * @param attention whether the softmax is there
 * @param softmaxWidth as in {@link Hop}
 * @param firstRectified as in {@link Hop}
 * @param memories for each table [S, d]: scratch, which a backend may leave alone. What the forward pass leaves
 *     there belongs to the backward pass over the same batch
 * @param weights for each hop [S]: p, written
 * @param states [B, d] before each hop and after the last, one more than hops; written
 */
public record StoryPass(
        SentenceEncoding encoding,
        List<EmbeddingTable> tables,
        @Nullable Tensor question,
        float constantQuestion,
        List<HopMemories> hops,
        @Nullable Tensor map,
        Attention attention,
        int softmaxWidth,
        int firstRectified,
        List<Tensor> memories,
        List<Tensor> weights,
        List<Tensor> states) {

    /**
     * The memories of one hop, as indices of {@link StoryPass#tables}.
     *
     * @param input what the state is compared with: m, matrix A
     * @param output what is read: c, matrix C
     */
    public record HopMemories(int input, int output) {}

    /** Hop {@code k} (from 0) alone, on memories that were looked up before. */
    public Hop hop(int k) {
        return new Hop(
                states.get(k),
                memories.get(hops.get(k).input()),
                memories.get(hops.get(k).output()),
                map,
                attention,
                softmaxWidth,
                firstRectified,
                weights.get(k),
                states.get(k + 1));
    }

    /** The state after the last hop, [B, d]. */
    public Tensor lastState() {
        return states.get(hops.size());
    }
}
