package org.memn2n.ops.cuda;

import jcuda.driver.CUdeviceptr;

/** A device pointer that tells its address, which JCuda shows to subclasses only. */
final class DevicePointer extends CUdeviceptr {
    DevicePointer() {
        super();
    }

    /** Where it points to on the device. */
    long address() {
        return getNativePointer();
    }
}
