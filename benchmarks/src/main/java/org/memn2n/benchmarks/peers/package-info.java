/** What a user would pick instead: other programs that do the same work, run as child processes. */
@NullMarked
package org.memn2n.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
