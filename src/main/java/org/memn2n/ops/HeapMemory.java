package org.memn2n.ops;

import java.util.function.Supplier;

/** The Java heap, which is the device memory of the CPU's backends. */
public final class HeapMemory {
    private HeapMemory() {}

    /**
     * Allocates.
     *
     * @param what what the memory is for, and of which backend, for the message
     * @param bytes how many it takes
     * @param allocation makes arrays
     * @throws OutOfDeviceMemoryException when the heap has no room for them
     */
    public static <T> T take(Supplier<String> what, long bytes, Supplier<T> allocation) {
        try {
            return allocation.get();
        } catch (OutOfMemoryError e) {
            throw new OutOfDeviceMemoryException(what.get() + " needs " + mebibytes(bytes)
                    + ", for which the Java heap of "
                    + mebibytes(Runtime.getRuntime().maxMemory())
                    + " has no room; give it more with -Xmx, or use a smaller one");
        }
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
