package org.memn2n.ops;

import org.jspecify.annotations.Nullable;

/**
 * One hop: {@code p = softmax(u . m)}, {@code v = H u + sum_i p_i c_i} (without H: u), {@code next = relu(v)}.
 *
 * @param state [B, d]: u, read
 * @param memory [S, d]: m, the input memory (matrix A), read
 * @param output [S, d]: c, the output memory (matrix C), read
 * @param map [d, d]: H, read; null for the identity
 * @param attention whether the softmax is there
 * @param softmaxWidth the softmax of a story ranges over at least so many slots; those beyond its
 *     sentences are empty, with score 0. 0 masks empty slots
 * @param firstRectified components from this one on pass a ReLU; d for none, 0 for all
 * @param weights [S]: p, written
 * @param next [B, d]: the state after the hop, written
 */
public record Hop(
        Tensor state,
        Tensor memory,
        Tensor output,
        @Nullable Tensor map,
        Attention attention,
        int softmaxWidth,
        int firstRectified,
        Tensor weights,
        Tensor next) {}
