package org.memn2n.ops.cuda;

import jcuda.Pointer;

/** A pointer to host memory outside the heap that tells its address, which JCuda shows to subclasses only. */
final class HostPointer extends Pointer {
    HostPointer() {
        super();
    }

    private HostPointer(long address) {
        super(address);
    }

    /** Where it points to. */
    long address() {
        return getNativePointer();
    }

    /** A pointer that is only an address, the kind that JCuda hands to the driver with the fewest detours. */
    static HostPointer of(long address) {
        return new HostPointer(address);
    }
}
