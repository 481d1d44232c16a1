/** How time grows with the sizes of a network: a series of shapes for each size, slopes and plots. */
@NullMarked
package org.memn2n.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
