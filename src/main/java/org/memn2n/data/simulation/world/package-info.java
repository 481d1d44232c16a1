/**
 * What stories are about, in numbers only: people, places, objects and what happens to them. A
 * {@link org.memn2n.data.simulation.world.Clause} says something about them; no word of any language is known here.
 */
@NullMarked
package org.memn2n.data.simulation.world;

import org.jspecify.annotations.NullMarked;
