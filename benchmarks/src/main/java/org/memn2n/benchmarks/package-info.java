/** The command line of the benchmarks, and the order in which things are measured. */
@NullMarked
package org.memn2n.benchmarks;

import org.jspecify.annotations.NullMarked;
