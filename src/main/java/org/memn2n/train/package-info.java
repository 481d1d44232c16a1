/**
 * Training as in the paper's section 4.2 and the authors' code, evaluation, and trained models in folders.
 */
@NullMarked
package org.memn2n.train;

import org.jspecify.annotations.NullMarked;
