/**
 * The reference: every operation in plain loops that sum in double, written to be read as the definition.
 * Always there; what every other backend is tested against.
 */
@NullMarked
package org.memn2n.ops.scalar;

import org.jspecify.annotations.NullMarked;
