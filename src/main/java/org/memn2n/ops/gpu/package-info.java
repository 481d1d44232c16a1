/**
 * What the GPU backends share: the catalogue of kernels, the operations as launches of them, batches and
 * tensors in device memory. A backend adds a {@link org.memn2n.ops.gpu.GpuQueue} and nothing else.
 */
@NullMarked
package org.memn2n.ops.gpu;

import org.jspecify.annotations.NullMarked;
