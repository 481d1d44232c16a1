package org.memn2n.ops.simd;

/** Work in parts that do not depend on each other: any thread may do any of them, in any order. */
interface Parts {
    /**
     * Does one part.
     *
     * @param part from 0
     * @param worker who does it: 0 for the thread that asked, then the helpers; never two at once with the same
     *     number, so each may have scratch memory of its own
     */
    void run(int part, int worker);
}
