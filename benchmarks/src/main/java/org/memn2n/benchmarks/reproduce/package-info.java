/** The paper's tables: which trainings make them, what those came to, and reports beside the paper's figures. */
@NullMarked
package org.memn2n.benchmarks.reproduce;

import org.jspecify.annotations.NullMarked;
