package org.memn2n.ops.cuda;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.gpu.GpuBuffer;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuQueue;

/** Writes the arguments of one launch after another into the memory from which the driver reads them. */
final class CudaArguments implements GpuQueue.Arguments {
    private final CudaDevice device;
    private final ArgumentMemory memory;
    private final int[] positions = new int[ArgumentMemory.MOST];
    private final char[] kinds = new char[ArgumentMemory.MOST];
    private int first;
    private int end;
    private int count;

    CudaArguments(CudaDevice device, ArgumentMemory memory) {
        this.device = device;
        this.memory = memory;
        this.first = memory.first();
    }

    /** Begins the arguments of a launch, over those that no launch kept. */
    CudaArguments begin() {
        end = first;
        count = 0;
        return this;
    }

    /** The launch of a kernel with what was added since {@link #begin}. */
    KernelCommand launch(GpuKernel kernel, int blocksX, int blocksY, int sharedBytes) {
        return new KernelCommand(kernel, blocksX, blocksY, sharedBytes, first, end, Arrays.copyOf(positions, count));
    }

    /** Keeps the arguments of the last launch until {@link #forget}. */
    void keep() {
        first = end;
    }

    /** Keeps none any more. */
    void forget() {
        first = memory.first();
    }

    /** Throws unless the arguments are of the kinds that the kernel takes. */
    void check(GpuKernel kernel) {
        String taken = kernel.parameters();
        boolean fits = taken.length() == count;
        for (int i = 0; fits && i < count; i++) {
            fits = taken.charAt(i) == kinds[i];
        }
        if (!fits) {
            throw new IllegalStateException("kernel " + kernel.entry() + " takes arguments of kinds " + taken
                    + ", found " + new String(kinds, 0, count));
        }
    }

    @Override
    public CudaArguments number(int value) {
        int at = add('i', Long.BYTES);
        memory.view().putLong(at, 0).putInt(at, value); // no stale bytes: arguments are compared as bytes
        return this;
    }

    @Override
    public CudaArguments number(long value) {
        int at = add('l', Long.BYTES);
        memory.view().putLong(at, value);
        return this;
    }

    @Override
    public CudaArguments real(float value) {
        int at = add('f', Long.BYTES);
        memory.view().putLong(at, 0).putFloat(at, value);
        return this;
    }

    @Override
    public CudaArguments real(double value) {
        int at = add('d', Long.BYTES);
        memory.view().putDouble(at, value);
        return this;
    }

    @Override
    public CudaArguments buffer(GpuBuffer buffer, long offset) {
        int at = add('p', Long.BYTES);
        memory.view().putLong(at, CudaBuffer.of(buffer, device).address() + offset);
        return this;
    }

    @Override
    public CudaArguments nothing() {
        int at = add('p', Long.BYTES);
        memory.view().putLong(at, 0);
        return this;
    }

    @Override
    public CudaArguments addresses(@Nullable GpuBuffer[] buffers) {
        int at = add('s', buffers.length * Long.BYTES);
        for (GpuBuffer buffer : buffers) {
            memory.view()
                    .putLong(
                            at,
                            buffer == null ? 0 : CudaBuffer.of(buffer, device).address());
            at += Long.BYTES;
        }
        return this;
    }

    /** Every argument starts at a multiple of 8 bytes. */
    private int add(char kind, int bytes) {
        memory.room(end, bytes);
        positions[count] = end;
        kinds[count++] = kind;
        end += bytes;
        return end - bytes;
    }
}
