/** One long story that goes on, against answering about it as a whole. */
@NullMarked
package org.memn2n.benchmarks.stories;

import org.jspecify.annotations.NullMarked;
