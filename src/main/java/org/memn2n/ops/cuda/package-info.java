/**
 * CUDA through JCuda's driver API: the only imports of JCuda. Needs the driver's {@code libcuda.so.1} and no
 * toolkit; kernels are PTX in the jar.
 */
@NullMarked
package org.memn2n.ops.cuda;

import org.jspecify.annotations.NullMarked;
