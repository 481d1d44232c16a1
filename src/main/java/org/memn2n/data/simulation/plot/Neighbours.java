package org.memn2n.data.simulation.plot;

import java.util.Arrays;
import org.memn2n.data.simulation.world.Direction;
import org.memn2n.random.SplitMix;

/**
 * Spots of a grid, no two the same, each but the first found by one step from an earlier one. These steps are what can
 * be told of it; between two spots there is one way along them.
 */
final class Neighbours {
    static final int NONE = -1;

    private final int[] east;
    private final int[] north;
    private final int[] origin;
    private final int[] direction;
    /** By spot, then direction: the step that joins the spot to the one there, or none. */
    private final int[] step;

    /** So many spots at random. */
    Neighbours(int spots, SplitMix random) {
        east = new int[spots];
        north = new int[spots];
        origin = new int[spots];
        direction = new int[spots];
        step = new int[spots * Direction.COUNT];
        Arrays.fill(step, NONE);
        OccupiedCells taken = new OccupiedCells(spots);
        taken.add(0, 0);
        // Spots that may have a free spot beside them.
        int[] open = new int[spots];
        int openCount = 1;
        for (int spot = 1; spot < spots; spot++) {
            int chosen = random.below(openCount);
            int way = freeWay(open[chosen], taken, random);
            while (way == Choice.NONE) {
                open[chosen] = open[--openCount];
                chosen = random.below(openCount);
                way = freeWay(open[chosen], taken, random);
            }
            join(open[chosen], way, spot);
            taken.add(east[spot], north[spot]);
            open[openCount++] = spot;
        }
    }

    private int freeWay(int spot, OccupiedCells taken, SplitMix random) {
        return Choice.among(
                Direction.COUNT,
                way -> !taken.contains(east[spot] + Direction.east(way), north[spot] + Direction.north(way)),
                random);
    }

    private void join(int from, int way, int spot) {
        east[spot] = east[from] + Direction.east(way);
        north[spot] = north[from] + Direction.north(way);
        origin[spot] = from;
        direction[spot] = way;
        step[from * Direction.COUNT + way] = spot - 1;
        step[spot * Direction.COUNT + Direction.opposite(way)] = spot - 1;
    }

    /** The number of steps, one less than spots. */
    int steps() {
        return origin.length - 1;
    }

    /** Where the step starts. */
    int from(int ofStep) {
        return origin[ofStep + 1];
    }

    /** Where the step ends. */
    int to(int ofStep) {
        return ofStep + 1;
    }

    /** Which way the step leads. */
    int way(int ofStep) {
        return direction[ofStep + 1];
    }

    /** How far east of the other spot a spot is. */
    int eastOf(int spot, int other) {
        return east[spot] - east[other];
    }

    /** How far north of the other spot a spot is. */
    int northOf(int spot, int other) {
        return north[spot] - north[other];
    }

    /** Two spots that are two steps apart, at random; there are three spots or more. */
    Walk walkOfTwo(SplitMix random) {
        int spots = origin.length;
        int middle = Choice.among(spots, candidate -> ways(candidate) >= 2, random);
        int first = Choice.among(Direction.COUNT, way -> stepFrom(middle, way) != NONE, random);
        int second = Choice.among(Direction.COUNT, way -> way != first && stepFrom(middle, way) != NONE, random);
        return new Walk(
                neighbour(middle, first),
                neighbour(middle, second),
                Direction.opposite(first),
                second,
                stepFrom(middle, first),
                stepFrom(middle, second));
    }

    private int ways(int spot) {
        int ways = 0;
        for (int way = 0; way < Direction.COUNT; way++) {
            ways += stepFrom(spot, way) == NONE ? 0 : 1;
        }
        return ways;
    }

    private int stepFrom(int spot, int way) {
        return step[spot * Direction.COUNT + way];
    }

    private int neighbour(int spot, int way) {
        int joining = stepFrom(spot, way);
        return from(joining) == spot ? to(joining) : from(joining);
    }

    /**
     * A walk of two steps.
     *
     * @param from the first spot
     * @param to the last spot
     * @param firstWay the direction of the first step, as it is walked
     * @param secondWay the direction of the second step
     * @param firstStep the number of the first step
     * @param secondStep the number of the second step
     */
    record Walk(int from, int to, int firstWay, int secondWay, int firstStep, int secondStep) {}
}
