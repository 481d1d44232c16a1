package org.memn2n.ops.simd;

import org.jspecify.annotations.Nullable;
import org.memn2n.ops.TopSlots;

/**
 * The slots of a large memory that queries score highest. Parts: runs of blocks of slots, each with a list of its best
 * for every query, in order; the lists then meet, so that the result is the best of all.
 */
final class BestSlots implements Parts {
    /** Queries that are worked on together. */
    private static final int QUERIES = 64;

    private static final int MOST_PARTS = 16;

    /** Places in all lists together, unless one list alone has more. */
    private static final int MOST_PLACES = 1 << 24;

    private final Team team;
    private final @Nullable Scratch[] scratches;
    private SimdKeyValueMemory memory = SimdKeyValueMemory.EMPTY;
    private float[] queries = {}; // [Q, stride]
    private int stride;
    private int firstQuery;
    private int count;
    private int best;
    private int parts;

    /** For each part and query of a group the best slots so far, their scores, and how many there are. */
    private long[] slots = {};

    private float[] scores = {};
    private int[] found = {};

    private static final class Scratch {
        private final float[] scores = new float[QUERIES * SimdKeyValueMemory.BLOCK + Lanes.COUNT];
        private final float[] tile = new float[Tile.SIZE];
        private float[] room = {};
    }

    BestSlots(Team team) {
        this.team = team;
        scratches = new Scratch[team.workers()];
    }

    TopSlots find(SimdKeyValueMemory searched, SimdTensor x, int wanted) {
        memory = searched;
        queries = x.values();
        stride = x.stride();
        best = wanted;
        TopSlots top = new TopSlots(best, new long[x.rows() * best], new float[x.rows() * best]);
        int together = Math.max(1, Math.min(QUERIES, MOST_PLACES / Math.max(1, best)));
        for (firstQuery = 0; best > 0 && firstQuery < x.rows(); firstQuery += together) {
            count = Math.min(together, x.rows() - firstQuery);
            int most = Math.max(1, Math.min(MOST_PARTS, MOST_PLACES / (count * best)));
            parts = Math.min(most, Split.parts(memory.blocks(), memory.slots() * stride * count / Lanes.COUNT));
            slots = new long[Math.multiplyExact(parts * count, best)];
            scores = new float[slots.length];
            found = new int[parts * count];
            team.run(parts, this);
            for (int q = 0; q < count; q++) {
                meet(q, top);
            }
        }
        memory = SimdKeyValueMemory.EMPTY;
        return top;
    }

    /** The lists of all parts for one query, whose heads are compared until enough are taken. */
    private void meet(int q, TopSlots top) {
        int[] taken = new int[parts];
        for (int place = 0; place < best; place++) {
            int from = -1;
            int head = 0;
            for (int part = 0; part < parts; part++) {
                int at = (part * count + q) * best + taken[part];
                boolean left = taken[part] < found[part * count + q];
                if (left && (from < 0 || TopSlots.comesBefore(scores[at], slots[at], scores[head], slots[head]))) {
                    from = part;
                    head = at;
                }
            }
            taken[from]++;
            top.slots()[(firstQuery + q) * best + place] = slots[head];
            top.scores()[(firstQuery + q) * best + place] = scores[head];
        }
    }

    @Override
    public void run(int part, int worker) {
        Scratch scratch = scratches[worker];
        if (scratch == null) {
            scratch = new Scratch();
            scratches[worker] = scratch;
        }
        scratch.room = FoldedTables.atLeast(scratch.room, memory.room());
        int pitch = SimdKeyValueMemory.BLOCK;
        int end = Split.first(memory.blocks(), part + 1, parts);
        for (int block = Split.first(memory.blocks(), part, parts); block < end; block++) {
            float[] keys = memory.keys(block, scratch.room);
            int inBlock = memory.count(block);
            memory.score(queries, firstQuery * stride, stride, count, keys, inBlock, scratch.scores, scratch.tile);
            for (int q = 0; q < count; q++) {
                for (int i = 0; i < inBlock; i++) {
                    offer(part * count + q, (long) block * pitch + i, scratch.scores[q * pitch + i]);
                }
            }
        }
    }

    /** Puts a slot in its place among the best of its list, if it is one of them. */
    private void offer(int list, long slot, float score) {
        int first = list * best;
        int end = first + found[list];
        if (found[list] == best) {
            end--;
            if (!TopSlots.comesBefore(score, slot, scores[end], slots[end])) {
                return;
            }
        } else {
            found[list]++;
        }
        int place = end;
        while (place > first && TopSlots.comesBefore(score, slot, scores[place - 1], slots[place - 1])) {
            scores[place] = scores[place - 1];
            slots[place] = slots[place - 1];
            place--;
        }
        scores[place] = score;
        slots[place] = slot;
    }
}
