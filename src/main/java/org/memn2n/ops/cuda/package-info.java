/**
 * CUDA through JCuda's driver API: the only imports of JCuda. Needs the driver's {@code libcuda.so.1} and no
 * toolkit; kernels are PTX in the jar. Large matrix products go through cuBLAS where it can be loaded.
 */
@NullMarked
package org.memn2n.ops.cuda;

import org.jspecify.annotations.NullMarked;
