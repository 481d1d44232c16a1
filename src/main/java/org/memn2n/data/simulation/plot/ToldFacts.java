package org.memn2n.data.simulation.plot;

import org.memn2n.random.SplitMix;

/** In which order the facts of a world that does not change are told: each once, and some again while there is room. */
final class ToldFacts {
    private final int[] order;
    private final int[] line;
    private final SplitMix random;
    private int told;

    /** So many facts, numbered from 0, none of them told yet. */
    ToldFacts(int facts, SplitMix random) {
        this.order = new int[facts];
        for (int i = 0; i < facts; i++) {
            int j = random.below(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        this.line = new int[facts];
        this.random = random;
    }

    /**
     * The fact to tell in this line.
     *
     * @param left how many statements there is room for, this one included
     */
    int next(int newLine, int left) {
        boolean repeats = told > 0 && random.below(left) >= order.length - told;
        int fact = repeats ? order[random.below(told)] : order[told++];
        line[fact] = newLine;
        return fact;
    }

    /** The line that told the fact last. */
    int line(int fact) {
        return line[fact];
    }
}
