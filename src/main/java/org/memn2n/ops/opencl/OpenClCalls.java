package org.memn2n.ops.opencl;

import static org.jocl.CL.CL_DEVICE_NOT_AVAILABLE;
import static org.jocl.CL.CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST;
import static org.jocl.CL.CL_INVALID_BUFFER_SIZE;
import static org.jocl.CL.CL_INVALID_COMMAND_QUEUE;
import static org.jocl.CL.CL_INVALID_CONTEXT;
import static org.jocl.CL.CL_MEM_OBJECT_ALLOCATION_FAILURE;
import static org.jocl.CL.CL_OUT_OF_HOST_MEMORY;
import static org.jocl.CL.CL_OUT_OF_RESOURCES;
import static org.jocl.CL.CL_SUCCESS;

import java.util.Set;
import org.jocl.CL;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.OutOfDeviceMemoryException;

/** Turns the status codes of OpenCL into exceptions. */
final class OpenClCalls {
    private static final Set<Integer> TOO_LARGE =
            Set.of(CL_MEM_OBJECT_ALLOCATION_FAILURE, CL_OUT_OF_HOST_MEMORY, CL_INVALID_BUFFER_SIZE);

    /** What a command says when its device, or a kernel before it, has failed for good. */
    private static final Set<Integer> LOST = Set.of(
            CL_DEVICE_NOT_AVAILABLE,
            CL_INVALID_COMMAND_QUEUE,
            CL_INVALID_CONTEXT,
            CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST);

    private OpenClCalls() {}

    /** Throws unless the call succeeded. */
    static void check(int status, String device, String what) {
        if (status == CL_SUCCESS) {
            return;
        }
        String message = device + ": " + what + " failed with " + CL.stringFor_errorCode(status);
        if (TOO_LARGE.contains(status)) {
            throw tooLarge(message);
        }
        if (status == CL_OUT_OF_RESOURCES) {
            throw new DeviceException(message + "; the device lacks memory or registers for this, or a kernel before"
                    + " failed: use a smaller batch, memory or dimension, and start this program again");
        }
        if (LOST.contains(status)) {
            throw new DeviceException(message + "; the device is lost to this process: start it again, and if that does"
                    + " not help, restart the device or its driver. --device scalar works without it");
        }
        throw new DeviceException(message + "; --device scalar works without OpenCL");
    }

    /** The lack of memory that this message names, with the remedy. */
    static OutOfDeviceMemoryException tooLarge(String message) {
        return new OutOfDeviceMemoryException(
                message + "; use a smaller batch, memory or dimension, or free the device for this program");
    }
}
