package org.memn2n.ops.simd;

import org.memn2n.ops.Backend;
import org.memn2n.ops.Ops;

/** The CPU: vectors over a pool of threads that all {@link Ops} share. */
final class SimdBackend implements Backend {
    private final WorkerPool pool;
    private final StoryWay way;

    SimdBackend(int threads) {
        this(threads, StoryWay.FASTER);
    }

    SimdBackend(int threads, StoryWay way) {
        this.pool = new WorkerPool(threads);
        this.way = way;
    }

    @Override
    public String name() {
        return SimdProvider.NAME;
    }

    @Override
    public String device() {
        return describe(pool.threads());
    }

    static String describe(int threads) {
        return "Vector API on the CPU (" + System.getProperty("os.arch") + ", " + Lanes.SPECIES.vectorBitSize()
                + " bits, " + threads + (threads == 1 ? " thread" : " threads") + ", Java "
                + System.getProperty("java.version") + ")";
    }

    @Override
    public Ops newOps() {
        return new Ops(new SimdKernels(pool.newTeam(), way));
    }

    @Override
    public void close() {
        pool.close();
    }
}
