package org.memn2n.data.simulation;

import org.apache.commons.math3.random.RandomGenerator;

/** People move about: after every event at least one place of a person is known. */
final class MovingPlot implements Plot {
    @Override
    public Event next(World world, int untilQuestion, RandomGenerator random) {
        return Plot.moveOf(random.nextInt(world.people()), world, random);
    }
}
