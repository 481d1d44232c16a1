package org.memn2n.ops.simd;

import org.memn2n.ops.StoryPass;

/** How a pass over stories comes by its memories. */
enum StoryWay {
    /** Looks them up, slot by slot: {@link Memories}. */
    BY_SLOT,
    /** Never makes them, but goes word by word: {@link WordStory}. */
    BY_WORD,
    /** The one of the other two that is faster for the sizes of the pass. */
    FASTER;

    /** What a word gathered or scattered costs, in vectors that are multiplied and added from registers. */
    private static final int OCCURRENCE = 4;

    /** What a vector of a row costs in a sum of rows, which come from the second cache. */
    private static final int ROW = 5;

    /** What a hop of a story costs besides, word by word. */
    private static final int HOP = 80;

    /**
     * Whether to go word by word. By the sizes alone, so that the same work always gives the same bits; the costs are
     * fitted to what both ways took for the shapes S, M and L of the benchmarks and for bAbI's task 1.
     */
    boolean isByWord(SimdBatch batch, StoryPass pass) {
        long vectors = SimdTensor.of(pass.states().get(0)).stride() / Lanes.COUNT;
        long words = batch.memories().host().words().length;
        long slots = batch.memories().count();
        long rows = 2L * batch.memories().wordLimit() + batch.memories().timeLimit();
        long hops = pass.hops().size();
        long bySlot = words * vectors * pass.tables().size() * ROW + 2 * slots * vectors * hops;
        // Products are made for four stories at least.
        long byWord = 2 * hops * (words * OCCURRENCE + Math.max(4, batch.stories()) * (rows * vectors + HOP));
        return this == BY_WORD || (this == FASTER && byWord < bySlot);
    }
}
