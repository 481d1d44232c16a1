package org.memn2n.ops.cuda;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.gpu.ArgumentKinds;
import org.memn2n.ops.gpu.GpuBuffer;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuQueue;

/** Writes the arguments of one launch after another into the memory from which the driver reads them. */
final class CudaArguments implements GpuQueue.Arguments {
    private final CudaDevice device;
    private final ArgumentMemory memory;
    private final int[] positions = new int[ArgumentMemory.MOST];
    private final ArgumentKinds kinds = new ArgumentKinds();
    private int first;
    private int end;

    CudaArguments(CudaDevice device, ArgumentMemory memory) {
        this.device = device;
        this.memory = memory;
        this.first = memory.first();
    }

    /** Begins the arguments of a launch, over those that no launch kept. */
    CudaArguments begin() {
        end = first;
        kinds.clear();
        return this;
    }

    /** The launch of a kernel with what was added since {@link #begin}. */
    KernelCommand launch(GpuKernel kernel, int blocksX, int blocksY, int sharedBytes) {
        return new KernelCommand(
                kernel, blocksX, blocksY, sharedBytes, first, end, Arrays.copyOf(positions, kinds.count()));
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
        kinds.check(kernel);
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
    public CudaArguments buffer(GpuBuffer buffer) {
        return address('p', CudaBuffer.of(buffer, device).address());
    }

    @Override
    public CudaArguments nothing() {
        return address('p', 0);
    }

    @Override
    public CudaArguments part(GpuBuffer buffer, long offset) {
        return address('o', CudaBuffer.of(buffer, device).address() + offset);
    }

    @Override
    public CudaArguments noPart() {
        return address('o', 0);
    }

    private CudaArguments address(char kind, long address) {
        int at = add(kind, Long.BYTES);
        memory.view().putLong(at, address);
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
        positions[kinds.add(kind)] = end;
        end += bytes;
        return end - bytes;
    }
}
