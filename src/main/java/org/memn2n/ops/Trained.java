package org.memn2n.ops;

/**
 * A parameter with its gradient.
 *
 * @param value the parameter; stepped by {@link Ops#update}
 * @param gradient of the same shape; zero after the update
 * @param nullRow whether row 0 is the null word's: its gradient is dropped before the clip, and it stays zero
 */
public record Trained(Tensor value, Tensor gradient, boolean nullRow) {}
