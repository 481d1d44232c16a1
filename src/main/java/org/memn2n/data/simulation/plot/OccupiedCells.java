package org.memn2n.data.simulation.plot;

/** Which cells of an endless grid are occupied: a hash table of cells, at most half full. */
final class OccupiedCells {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** Cells as {@link #entry} writes them; 0 is an empty place. */
    private final long[] table;

    /** Room for so many cells. */
    OccupiedCells(int cells) {
        this.table = new long[Math.max(2, Integer.highestOneBit(cells) << 2)];
    }

    void add(int east, int north) {
        table[index(east, north)] = entry(east, north);
    }

    boolean contains(int east, int north) {
        return table[index(east, north)] != 0;
    }

    /** Where the cell is in the table, or else would go. */
    private int index(int east, int north) {
        long wanted = entry(east, north);
        int index = (int) ((wanted * SPREAD) >>> Integer.SIZE) & (table.length - 1);
        while (table[index] != 0 && table[index] != wanted) {
            index = (index + 1) & (table.length - 1);
        }
        return index;
    }

    /** Different for different cells, and never 0: only the cell at the western end of all numbers would be, which no walk reaches. */
    private static long entry(int east, int north) {
        return (((long) east << Integer.SIZE) | (north & 0xFFFF_FFFFL)) ^ Long.MIN_VALUE;
    }
}
