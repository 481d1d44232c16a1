/** What is measured: shapes, synthetic data, the network on a device, and the check that its results are right. */
@NullMarked
package org.memn2n.benchmarks.work;

import org.jspecify.annotations.NullMarked;
