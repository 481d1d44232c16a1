/**
 * The CPU with the Vector API over a fixed pool of threads. The only users of {@code jdk.incubator.vector};
 * compiled apart, because javac warns of that module and no switch turns the warning off.
 */
@NullMarked
package org.memn2n.ops.simd;

import org.jspecify.annotations.NullMarked;
