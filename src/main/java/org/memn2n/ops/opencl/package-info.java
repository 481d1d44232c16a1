/**
 * OpenCL 1.2 through JOCL: the only imports of JOCL. Needs a loader, {@code libOpenCL.so.1}, and a device's driver;
 * kernels are sources in the jar, built by the driver and kept in the user's cache.
 */
@NullMarked
package org.memn2n.ops.opencl;

import org.jspecify.annotations.NullMarked;
