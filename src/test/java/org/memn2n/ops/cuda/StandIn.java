package org.memn2n.ops.cuda;

import static jcuda.driver.CUresult.CUDA_SUCCESS;

import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** Steers the CPU stand-in of the CUDA driver; its commands are in {@code native/README.md}. */
final class StandIn {
    private StandIn() {}

    /** Executes a command and gives its answer; fails on a real driver, which knows no such command. */
    static long command(String command) {
        long[] answer = new long[1];
        int result =
                JCudaDriver.cuModuleGetGlobal(new CUdeviceptr(), answer, new CUmodule(), "memn2n_standin " + command);
        if (result != CUDA_SUCCESS) {
            throw new AssertionError("this is not the stand-in, or it does not know: " + command);
        }
        return answer[0];
    }
}
