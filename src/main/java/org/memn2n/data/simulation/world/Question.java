package org.memn2n.data.simulation.world;

/**
 * A question with its answer.
 *
 * @param asked what is asked
 * @param answer the answer in the world as it is
 */
public record Question(Clause asked, Answer answer) {}
