package org.memn2n.benchmarks.kernels;

import org.jspecify.annotations.Nullable;

/**
 * One operation to be timed alone.
 *
 * @param name the method of {@link org.memn2n.ops.Ops}
 * @param sizes of its inputs
 * @param bytes the fewest it must move through memory: each input read once, each result written once
 * @param operations the floating-point operations it must do, a multiplication and an addition being two
 * @param maker makes its inputs and the work on them
 * @param composition the same results from smaller operations, for one that may be fused; null for none
 */
record KernelCase(
        String name,
        Sizes sizes,
        double bytes,
        double operations,
        Maker maker,
        @Nullable Maker composition) {
    /** Bytes of a float or an index. */
    static final double WORD = 4;

    /** Makes the inputs and gives back the work, to be done again and again. */
    interface Maker {
        Runnable make(Inputs inputs);
    }

    static KernelCase of(String name, Sizes sizes, double words, double operations, Maker maker) {
        return new KernelCase(name, sizes, WORD * words, operations, maker, null);
    }

    KernelCase composedOf(Maker parts) {
        return new KernelCase(name, sizes, bytes, operations, maker, parts);
    }
}
