package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.memn2n.ops.TopSlots;

/** The launches that find the best slots: turns of a fixed number, each the best of every split and then of all. */
final class GpuTopSlots implements AutoCloseable {
    /** The most slots that a turn finds. */
    static final int TURN = 128;

    private static final int STEP = 128;
    private static final int BLOCKS_OF_MULTIPROCESSOR = 4;
    private static final long MOST_NUMBERS_OF_SPLIT = 1L << 30;

    private final GpuQueue queue;
    private final Scratch bestScores;
    private final Scratch bestSlots;
    private final Scratch partScores;
    private final Scratch partSlots;

    GpuTopSlots(GpuQueue queue) {
        this.queue = queue;
        this.bestScores = new Scratch(queue);
        this.bestSlots = new Scratch(queue);
        this.partScores = new Scratch(queue);
        this.partSlots = new Scratch(queue);
    }

    /** The best slots of {@code rows} queries [rows, d]; waits. */
    TopSlots find(GpuKeyValueMemory memory, GpuBuffer queries, int rows, int count) {
        TopSlots top = new TopSlots(count, new long[rows * count], new float[rows * count]);
        if (top.slots().length == 0) {
            return top;
        }
        GpuBuffer scores = bestScores.atLeast((long) top.scores().length * Float.BYTES);
        GpuBuffer slots = bestSlots.atLeast((long) top.slots().length * Long.BYTES);
        for (int found = 0; found < count; found += TURN) {
            turn(memory, queries, rows, count, found, scores, slots);
        }
        download(scores, top.scores().length * Float.BYTES).asFloatBuffer().get(top.scores());
        download(slots, top.slots().length * Long.BYTES).asLongBuffer().get(top.slots());
        return top;
    }

    private void turn(
            GpuKeyValueMemory memory,
            GpuBuffer queries,
            int rows,
            int count,
            int found,
            GpuBuffer scores,
            GpuBuffer slots) {
        int more = Math.min(TURN, count - found);
        long slotsPerSplit = slotsPerSplit(memory, rows);
        int splits = (int) ((memory.slots() + slotsPerSplit - 1) / slotsPerSplit);
        long parts = (long) rows * splits * more;
        GpuBuffer scoresOfParts = partScores.atLeast(parts * Float.BYTES);
        GpuBuffer slotsOfParts = partSlots.atLeast(parts * Long.BYTES);
        GpuQueue.Arguments best = queue.arguments()
                .number(memory.storageCode())
                .number(memory.dimension())
                .number(memory.slots())
                .number(slotsPerSplit)
                .buffer(memory.keys())
                .buffer(queries)
                .number(count)
                .number(found)
                .number(more)
                .buffer(scores)
                .buffer(slots)
                .buffer(scoresOfParts)
                .buffer(slotsOfParts);
        queue.launch(GpuKernel.TOP_SLOTS, rows, splits, best);
        GpuQueue.Arguments merge = queue.arguments()
                .number(splits * more)
                .number(count)
                .number(found)
                .number(more)
                .buffer(scoresOfParts)
                .buffer(slotsOfParts)
                .buffer(scores)
                .buffer(slots);
        queue.launch(GpuKernel.TOP_SLOTS_MERGE, rows, 1, merge);
    }

    /** All multiprocessors are busy, and a split has few enough numbers for 32-bit indices. */
    private long slotsPerSplit(GpuKeyValueMemory memory, int rows) {
        long splits = Math.max(1, (long) queue.traits().multiprocessors() * BLOCKS_OF_MULTIPROCESSOR / rows);
        long slots = Math.min((memory.slots() + splits - 1) / splits, MOST_NUMBERS_OF_SPLIT / memory.dimension());
        return (slots + STEP - 1) / STEP * STEP;
    }

    private ByteBuffer download(GpuBuffer source, int bytes) {
        ByteBuffer target = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        queue.download(source, 0, target, bytes);
        return target;
    }

    @Override
    public void close() {
        List.of(bestScores, bestSlots, partScores, partSlots).forEach(Scratch::close);
    }
}
