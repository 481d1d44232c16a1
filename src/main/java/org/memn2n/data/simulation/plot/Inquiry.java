package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.World;
import org.memn2n.random.SplitMix;

/** A kind of question about a world in which people move about and carry things. */
interface Inquiry {
    /** So many events suffice, from any world, to make a question answerable. */
    int steps();

    /** Whether some question can be answered. */
    boolean canAsk(World world, SplitMix random);

    /** In a world where no question can be answered, an event that brings one nearer. */
    Clause approach(World world, SplitMix random);

    /** Takes note of what has just happened. */
    default void happened(Clause event, int line, World world) {}

    /** A question that can be answered, with its answer. */
    Question ask(World world, SplitMix random);
}
