package org.memn2n.ops.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.gpu.GpuBuffer;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuQueue;

/**
 * The arguments of one launch, in memory outside the Java heap, where the garbage collector cannot move
 * them while the driver reads. The driver copies them during the launch, so one object serves all launches.
 */
final class CudaArguments implements GpuQueue.Arguments {
    private static final int BYTES = 1024;
    private static final int MOST = 16;

    private final ByteBuffer values = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder());
    private final Pointer base = Pointer.to(values);
    private final int[] offsets = new int[MOST];
    private final char[] kinds = new char[MOST];
    private int count;

    /** Forgets what was added. */
    CudaArguments reset() {
        values.clear();
        count = 0;
        return this;
    }

    @Override
    public CudaArguments number(int value) {
        begin('i');
        values.putInt(value);
        return this;
    }

    @Override
    public CudaArguments number(long value) {
        begin('l');
        values.putLong(value);
        return this;
    }

    @Override
    public CudaArguments real(float value) {
        begin('f');
        values.putFloat(value);
        return this;
    }

    @Override
    public CudaArguments real(double value) {
        begin('d');
        values.putDouble(value);
        return this;
    }

    @Override
    public CudaArguments buffer(GpuBuffer buffer, long offset) {
        begin('p');
        values.putLong(CudaBuffer.of(buffer).address() + offset);
        return this;
    }

    @Override
    public CudaArguments nothing() {
        begin('p');
        values.putLong(0);
        return this;
    }

    @Override
    public CudaArguments addresses(@Nullable GpuBuffer[] buffers) {
        begin('s');
        for (GpuBuffer buffer : buffers) {
            values.putLong(buffer == null ? 0 : CudaBuffer.of(buffer).address());
        }
        return this;
    }

    /** Every argument starts at a multiple of 8 bytes. */
    private void begin(char kind) {
        values.position((values.position() + 7) & ~7);
        offsets[count] = values.position();
        kinds[count++] = kind;
    }

    /** What the driver takes: a list of pointers to the values. */
    Pointer pointers(GpuKernel kernel) {
        String found = new String(kinds, 0, count);
        if (!found.equals(kernel.parameters())) {
            throw new IllegalStateException("kernel " + kernel.entry() + " takes arguments of kinds "
                    + kernel.parameters() + ", found " + found);
        }
        NativePointerObject[] list = new NativePointerObject[count];
        for (int i = 0; i < count; i++) {
            list[i] = base.withByteOffset(offsets[i]);
        }
        return Pointer.to(list);
    }
}
