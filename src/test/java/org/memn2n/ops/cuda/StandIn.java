package org.memn2n.ops.cuda;

import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** Steers the stand-in of the driver from Java, through a driver function that has no other use there. */
final class StandIn {
    private StandIn() {}

    /** Executes a command of {@code native/standin/control.h}; gives its answer. */
    static long command(String command) {
        long[] answer = new long[1];
        int result =
                JCudaDriver.cuModuleGetGlobal(new CUdeviceptr(), answer, new CUmodule(), "memn2n_standin " + command);
        if (result != CUresult.CUDA_SUCCESS) {
            throw new IllegalStateException("the driver is not the stand-in, or does not know the command '" + command
                    + "': " + CUresult.stringFor(result));
        }
        return answer[0];
    }

    /** From now on, the {@code call}-th call of a driver function returns a result instead of working. */
    static void fail(String function, int call, String result) {
        command("forget");
        command("fail " + function + " " + call + " " + result);
    }
}
