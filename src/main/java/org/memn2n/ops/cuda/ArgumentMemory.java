package org.memn2n.ops.cuda;

import java.nio.ByteBuffer;
import jcuda.Pointer;

/**
 * Where the values of kernel arguments lie while the driver reads them, outside the heap and at a known address:
 * so the list of pointers to them, which the driver takes, is written here too, and a launch makes no objects.
 * The driver copies both during the call.
 */
final class ArgumentMemory implements AutoCloseable {
    /** Most arguments of a kernel; the list of pointers has the first bytes. */
    static final int MOST = 32;

    private static final int LIST = MOST * Long.BYTES;
    private static final int LEAST_BYTES = 1 << 14;

    private final CudaDevice device;
    private PinnedMemory memory;
    private Pointer list;

    ArgumentMemory(CudaDevice device) {
        this.device = device;
        this.memory = new PinnedMemory(device, LEAST_BYTES);
        this.list = HostPointer.of(memory.address());
    }

    /** Where the values of a first command go. */
    int first() {
        return LIST;
    }

    /** All of the memory, with room for {@code bytes} from {@code position} on; what was written stays. */
    ByteBuffer room(int position, int bytes) {
        if (position + bytes > memory.view().capacity()) {
            PinnedMemory larger = new PinnedMemory(device, 2 * (position + bytes));
            larger.view().put(0, memory.view(), 0, position);
            memory.close();
            memory = larger;
            list = HostPointer.of(larger.address());
        }
        return memory.view();
    }

    /** All of the memory. */
    ByteBuffer view() {
        return memory.view();
    }

    /** The driver's list of pointers to values at these positions, until the next call. */
    Pointer list(int[] positions) {
        for (int i = 0; i < positions.length; i++) {
            memory.view().putLong(i * Long.BYTES, memory.address() + positions[i]);
        }
        return list;
    }

    @Override
    public void close() {
        memory.close();
    }
}
