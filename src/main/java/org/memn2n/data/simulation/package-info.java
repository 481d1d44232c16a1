/**
 * A small story simulator: writes stories in the text format of the bAbI tasks.
 *
 * <p>A {@link org.memn2n.data.simulation.World} is changed by events and queried by questions; it knows
 * numbers only. A {@link org.memn2n.data.simulation.Narrator} puts both into the words of a
 * {@link org.memn2n.data.simulation.Lexicon}. What happens next is a {@code Plot}'s choice, and
 * {@link org.memn2n.data.simulation.StorySimulator} joins the parts. A new kind of question is a new
 * {@link org.memn2n.data.simulation.Question} and a new
 * {@link org.memn2n.data.simulation.StoryTask}.
 */
@NullMarked
package org.memn2n.data.simulation;

import org.jspecify.annotations.NullMarked;
