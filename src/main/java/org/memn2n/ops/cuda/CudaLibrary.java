package org.memn2n.ops.cuda;

import static jcuda.driver.CUresult.CUDA_SUCCESS;

import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.gpu.LoaderMessages;

/**
 * Whether the CUDA driver can be used, found out once: after a failed first touch JCuda's classes cannot be
 * loaded again, and say something else.
 */
final class CudaLibrary {
    /** The first that has the functions for graphs which JCuda calls; without them the process would end at the first. */
    private static final int LEAST_DRIVER = 12000;

    private static @Nullable String refusal;
    private static boolean probed;

    private CudaLibrary() {}

    /** Why there is no CUDA here, with the remedy; null when there is a device. */
    static synchronized @Nullable String refusal() {
        if (!probed) {
            refusal = probe();
            probed = true;
        }
        return refusal;
    }

    private static @Nullable String probe() {
        try {
            int result = JCudaDriver.cuInit(0);
            if (result != CUDA_SUCCESS) {
                return "the CUDA driver says " + CUresult.stringFor(result) + "; check that 'nvidia-smi' lists a GPU";
            }
            int[] version = new int[1];
            result = JCudaDriver.cuDriverGetVersion(version);
            if (result != CUDA_SUCCESS || version[0] < LEAST_DRIVER) {
                return "the NVIDIA driver is for CUDA " + CudaHardware.version(version[0])
                        + "; JCuda needs one for CUDA " + CudaHardware.version(LEAST_DRIVER) + ", 525 or newer";
            }
            int[] count = new int[1];
            result = JCudaDriver.cuDeviceGetCount(count);
            if (result != CUDA_SUCCESS || count[0] == 0) {
                return "the CUDA driver finds no device; check that 'nvidia-smi' lists one";
            }
            return null;
        } catch (LinkageError e) {
            return "the CUDA driver library libcuda.so.1 cannot be loaded; install the NVIDIA driver ("
                    + LoaderMessages.reason(e, "libcuda.so.1") + ")";
        } catch (RuntimeException e) {
            return "JCuda cannot be set up: " + LoaderMessages.reason(e, "libcuda.so.1");
        }
    }
}
