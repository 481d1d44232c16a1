/** How long something takes: warm-up, interleaved samples, and what is said of them. */
@NullMarked
package org.memn2n.benchmarks.timing;

import org.jspecify.annotations.NullMarked;
