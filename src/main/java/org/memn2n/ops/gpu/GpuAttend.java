package org.memn2n.ops.gpu;

import java.util.List;

/** The launches of attend: partial results of every split of the memory, then their merger. */
final class GpuAttend implements AutoCloseable {
    private final GpuQueue queue;
    private final Scratch maxima;
    private final Scratch sums;
    private final Scratch results;

    GpuAttend(GpuQueue queue) {
        this.queue = queue;
        this.maxima = new Scratch(queue);
        this.sums = new Scratch(queue);
        this.results = new Scratch(queue);
    }

    /** Queries and result [count, d], logSums [count]. */
    void attend(GpuKeyValueMemory memory, int count, GpuBuffer queries, GpuBuffer result, GpuBuffer logSums) {
        int atOnce = AttendPlan.queriesAtOnce(memory.slots(), memory.dimension(), count);
        for (int first = 0; first < count; first += atOnce) {
            some(memory, first, Math.min(atOnce, count - first), queries, result, logSums);
        }
    }

    private void some(
            GpuKeyValueMemory memory, int first, int count, GpuBuffer queries, GpuBuffer result, GpuBuffer logSums) {
        int d = memory.dimension();
        long row = (long) first * d * Float.BYTES;
        AttendPlan plan = AttendPlan.of(memory.slots(), d, count, queue.traits().multiprocessors());
        long partial = (long) plan.splits() * count * Float.BYTES;
        GpuBuffer partialMaxima = maxima.atLeast(partial);
        GpuBuffer partialSums = sums.atLeast(partial);
        GpuBuffer partialResults = results.atLeast(partial * d);
        GpuQueue.Arguments attend = queue.arguments()
                .number(memory.storageCode())
                .number(count)
                .number(d)
                .number(memory.slots())
                .number(plan.slotsPerSplit())
                .buffer(memory.keys())
                .buffer(memory.values())
                .part(queries, row)
                .buffer(partialMaxima)
                .buffer(partialSums)
                .buffer(partialResults);
        queue.launch(plan.tile().kernel(), plan.blocks(), plan.splits(), attend);
        GpuQueue.Arguments combine = queue.arguments()
                .number(count)
                .number(d)
                .number(plan.splits())
                .buffer(partialMaxima)
                .buffer(partialSums)
                .buffer(partialResults)
                .part(result, row)
                .part(logSums, (long) first * Float.BYTES);
        queue.launch(GpuKernel.ATTEND_COMBINE, count, GpuKernels.blocks(d, GpuKernels.WARP), combine);
    }

    @Override
    public void close() {
        List.of(maxima, sums, results).forEach(Scratch::close);
    }
}
