package org.memn2n.ops.simd;

/** How work is split into parts: by its size alone, never by the number of threads, so that sums keep their order. */
final class Split {
    /** Floats moved or multiplied in a part, at least: some microseconds, more than handing it to another thread costs. */
    private static final int GRAIN = 1 << 14;

    private static final int MOST = 64;

    private Split() {}

    /** The parts of {@code count} equal things that cost so many float operations together. */
    static int parts(int count, long operations) {
        return parts(count, operations, GRAIN);
    }

    /** As the other, with another least number of operations in a part. */
    static int parts(int count, long operations, int grain) {
        return (int) Math.max(1, Math.min(Math.min(count, MOST), operations / grain));
    }

    /** The first of {@code count} things that belongs to a part. */
    static int first(int count, int part, int parts) {
        return (int) ((long) count * part / parts);
    }
}
