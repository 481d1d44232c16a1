/**
 * What happens in the stories of each task and what is asked there: a {@link org.memn2n.data.simulation.plot.Story}
 * changes a world, says so in clauses, and answers questions out of the world's state.
 */
@NullMarked
package org.memn2n.data.simulation.plot;

import org.jspecify.annotations.NullMarked;
