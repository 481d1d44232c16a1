/**
 * What a model may see of a device: the operations ({@link org.memn2n.ops.Ops}), the choice of a backend
 * ({@link org.memn2n.ops.Backends}) and the exceptions. Backends live in the packages below and implement
 * {@link org.memn2n.ops.Kernels}.
 */
@NullMarked
package org.memn2n.ops;

import org.jspecify.annotations.NullMarked;
