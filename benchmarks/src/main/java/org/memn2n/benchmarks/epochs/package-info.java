/** Training on real data, from batch building to validation: epochs a second. */
@NullMarked
package org.memn2n.benchmarks.epochs;

import org.jspecify.annotations.NullMarked;
