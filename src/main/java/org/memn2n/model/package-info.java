/**
 * The network: its choices, its parameters and how they are tied, its forward and backward pass, written
 * once over {@link org.memn2n.ops.Ops}.
 */
@NullMarked
package org.memn2n.model;

import org.jspecify.annotations.NullMarked;
