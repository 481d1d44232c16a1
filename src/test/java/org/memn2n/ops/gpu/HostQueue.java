package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.memn2n.ops.OutOfDeviceMemoryException;

/** A queue whose inputs lie in host memory, to look at what is sent; does nothing else. */
final class HostQueue implements GpuQueue {
    private final Map<GpuBuffer, ByteBuffer> memory = new HashMap<>();
    private long largest = Long.MAX_VALUE;

    /** From now on there is no room for larger inputs. */
    void limit(long bytes) {
        largest = bytes;
    }

    /** How many inputs were not closed. */
    int open() {
        return memory.size();
    }

    /** What was sent last to a buffer, from byte {@code offset} on. */
    int[] integers(GpuBuffer buffer, int offset, int length) {
        ByteBuffer bytes = memory.get(buffer);
        if (bytes == null) {
            throw new IllegalArgumentException("the buffer is closed");
        }
        int[] integers = new int[length];
        bytes.asIntBuffer().get(offset / Integer.BYTES, integers);
        return integers;
    }

    private record Buffer(long bytes, Object identity) implements GpuBuffer {
        @Override
        public void close() {}
    }

    @Override
    public GpuInput input(long bytes) {
        if (bytes > largest) {
            throw new OutOfDeviceMemoryException("planted: " + bytes);
        }
        GpuBuffer buffer = new Buffer(bytes, new Object());
        ByteBuffer contents = ByteBuffer.allocate((int) bytes).order(ByteOrder.nativeOrder());
        memory.put(buffer, contents);
        return new GpuInput() {
            @Override
            public GpuBuffer buffer() {
                return buffer;
            }

            @Override
            public void send(ByteBuffer staging, int count) {
                contents.put(0, staging, 0, count);
            }

            @Override
            public void release() {
                if (!memory.containsKey(buffer)) {
                    throw new IllegalStateException("released after it was closed");
                }
            }

            @Override
            public void close() {
                memory.remove(buffer);
            }
        };
    }

    @Override
    public ByteBuffer staging(int bytes) {
        ByteBuffer staging = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        for (int i = 0; i < bytes; i++) {
            staging.put(i, (byte) -2); // what is not written is no index
        }
        return staging;
    }

    @Override
    public GpuBuffer allocate(long bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void upload(ByteBuffer staging, GpuBuffer target, long offset, int bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void download(GpuBuffer source, long offset, ByteBuffer target, int bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void finish() {}

    @Override
    public void copy(GpuBuffer source, long sourceOffset, GpuBuffer target, long targetOffset, long bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void zero(GpuBuffer target, long bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void launch(GpuKernel kernel, int blocksX, int blocksY, int sharedBytes, Arguments arguments) {
        throw new UnsupportedOperationException();
    }

    @Override
    public GpuTraits traits() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Arguments arguments() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
