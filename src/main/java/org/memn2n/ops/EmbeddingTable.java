package org.memn2n.ops;

import org.jspecify.annotations.Nullable;

/**
 * One of the matrices A, B or C with its temporal matrix, each stored a row a word (the paper's columns).
 *
 * @param words [V, d]: the embedding of each word; row 0 belongs to the null word
 * @param times [N, d]: what is added for each temporal row (T_A or T_C), or null for none
 */
public record EmbeddingTable(Tensor words, @Nullable Tensor times) {}
