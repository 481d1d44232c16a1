/**
 * The story simulator: writes stories in the text format of the bAbI tasks, for all twenty of them.
 *
 * <p>{@link org.memn2n.data.simulation.world} holds what is so, in numbers; {@link org.memn2n.data.simulation.plot}
 * decides what happens and what is asked; {@link org.memn2n.data.simulation.language} puts it into words. A
 * {@link org.memn2n.data.simulation.StoryTask} names the parts of a task, and
 * {@link org.memn2n.data.simulation.StorySimulator} joins them.
 */
@NullMarked
package org.memn2n.data.simulation;

import org.jspecify.annotations.NullMarked;
