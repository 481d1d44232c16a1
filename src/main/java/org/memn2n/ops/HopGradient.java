package org.memn2n.ops;

import org.jspecify.annotations.Nullable;

/**
 * Where the gradients of a {@link Hop} come from and go to.
 *
 * @param next [B, d]: gradient at the hop's next state, read and then overwritten
 * @param state [B, d]: gradient at the hop's state, written
 * @param memory [S, d]: gradient at m, added to
 * @param output [S, d]: gradient at c, added to
 * @param map [d, d]: gradient at H, added to; null exactly when the hop has no map
 * @param weights [S]: scratch for the gradient at p, overwritten
 */
public record HopGradient(
        Tensor next,
        Tensor state,
        Tensor memory,
        Tensor output,
        @Nullable Tensor map,
        Tensor weights) {}
