package org.memn2n.data.simulation.world;

/** The numbers of the four directions, clockwise from north. */
public final class Direction {
    /** How many there are. */
    public static final int COUNT = 4;

    private static final int[] EAST = {0, 1, 0, -1};
    private static final int[] NORTH = {1, 0, -1, 0};

    private Direction() {}

    /** The direction back. */
    public static int opposite(int direction) {
        return (direction + COUNT / 2) % COUNT;
    }

    /** How far east one step in this direction leads: -1, 0 or 1. */
    public static int east(int direction) {
        return EAST[direction];
    }

    /** How far north one step in this direction leads: -1, 0 or 1. */
    public static int north(int direction) {
        return NORTH[direction];
    }

    /** Whether something so far east and north of another lies in this direction of it. */
    public static boolean leadsTo(int direction, int east, int north) {
        return EAST[direction] * east + NORTH[direction] * north > 0;
    }
}
