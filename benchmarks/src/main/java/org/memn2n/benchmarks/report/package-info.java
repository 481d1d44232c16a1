/** What was measured, where and on which version: JSON lines for programs, a table for people. */
@NullMarked
package org.memn2n.benchmarks.report;

import org.jspecify.annotations.NullMarked;
