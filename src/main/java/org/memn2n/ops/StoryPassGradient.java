package org.memn2n.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the gradients of a {@link StoryPass} come from and go to.
 *
 * @param lastState [B, d]: gradient at the last state, read and then overwritten
 * @param tables gradients of the pass's tables, each another tensor; added to, the null word's row 0 included
 * @param question [V, d]: gradient at the question's table, added to; null exactly when the pass has none. May be
 *     the words of one of {@code tables}
 * @param map [d, d]: gradient at H, added to; null exactly when the pass has no map
 * @param otherState [B, d]: scratch
 * @param memories for each table [S, d]: scratch
 * @param weights [S]: scratch
 */
public record StoryPassGradient(
        Tensor lastState,
        List<EmbeddingTable> tables,
        @Nullable Tensor question,
        @Nullable Tensor map,
        Tensor otherState,
        List<Tensor> memories,
        Tensor weights) {}
