package org.memn2n.ops.cuda;

import static jcuda.driver.CUresult.CUDA_ERROR_OUT_OF_MEMORY;
import static jcuda.driver.CUresult.CUDA_SUCCESS;

import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.OutOfDeviceMemoryException;

/** Turns the result codes of the driver into exceptions. */
final class CudaCalls {
    private CudaCalls() {}

    /** Throws unless the call succeeded. */
    static void check(int result, String device, String what) {
        if (result == CUDA_SUCCESS) {
            return;
        }
        String message = device + ": " + what + " failed with " + CUresult.stringFor(result) + explanation(result);
        if (result == CUDA_ERROR_OUT_OF_MEMORY) {
            throw new OutOfDeviceMemoryException(
                    message + "; use a smaller batch, memory or dimension, or free the device for this program");
        }
        throw new DeviceException(message + "; --device scalar works without CUDA. After an error inside a kernel this"
                + " process cannot use the device any more");
    }

    /** What the driver itself says of an error. */
    private static String explanation(int result) {
        String[] text = new String[1];
        boolean known = JCudaDriver.cuGetErrorString(result, text) == CUDA_SUCCESS && text[0] != null;
        return known ? " (" + text[0] + ")" : "";
    }
}
