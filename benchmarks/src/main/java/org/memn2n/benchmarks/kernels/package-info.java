/** Each operation of {@link org.memn2n.ops.Ops} alone: what it must move and compute, and how near the device comes to it. */
@NullMarked
package org.memn2n.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
