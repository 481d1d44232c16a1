package org.memn2n.ops.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.gpu.ArgumentKinds;
import org.memn2n.ops.gpu.GpuBuffer;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuQueue;

/**
 * Writes the arguments of one launch after another into memory outside the heap, from which OpenCL copies them. A part
 * of a buffer becomes two arguments, and a structure of buffers as many as it has: OpenCL 1.2 passes no pointer in any
 * other way.
 */
final class OpenClArguments implements GpuQueue.Arguments {
    /** Most arguments of a kernel, in which a structure counts as its buffers. */
    private static final int MOST = 128;

    private final OpenClDevice device;
    private final ArgumentKinds kinds = new ArgumentKinds();
    private final ByteBuffer values =
            ByteBuffer.allocateDirect(MOST * Long.BYTES).order(ByteOrder.nativeOrder());
    private final Pointer[] pointers = new Pointer[MOST];
    private final int[] sizes = new int[MOST];
    private int count;

    OpenClArguments(OpenClDevice device) {
        this.device = device;
        for (int i = 0; i < MOST; i++) {
            pointers[i] = Pointer.to(values).withByteOffset((long) i * Long.BYTES);
        }
    }

    /** Begins the arguments of a launch. */
    OpenClArguments begin() {
        kinds.clear();
        count = 0;
        return this;
    }

    /** Throws unless the arguments are of the kinds that the kernel takes. */
    void check(GpuKernel kernel) {
        kinds.check(kernel);
    }

    /** Hands them to a kernel, behind them the bytes that its work-groups share, if any. */
    void pass(OpenClKernel kernel, int sharedBytes) {
        for (int i = 0; i < count; i++) {
            device.check(CL.clSetKernelArg(kernel.handle(), i, sizes[i], pointers[i]), kernel.argument(i));
        }
        if (sharedBytes > 0) {
            device.check(CL.clSetKernelArg(kernel.handle(), count, sharedBytes, null), kernel.argument(count));
        }
    }

    @Override
    public OpenClArguments number(int value) {
        kinds.add('i');
        values.putInt(add(Integer.BYTES), value);
        return this;
    }

    @Override
    public OpenClArguments number(long value) {
        kinds.add('l');
        values.putLong(add(Long.BYTES), value);
        return this;
    }

    @Override
    public OpenClArguments real(float value) {
        kinds.add('f');
        values.putFloat(add(Float.BYTES), value);
        return this;
    }

    @Override
    public OpenClArguments real(double value) {
        kinds.add('d');
        values.putDouble(add(Double.BYTES), value);
        return this;
    }

    @Override
    public OpenClArguments buffer(GpuBuffer buffer) {
        kinds.add('p');
        return handle(buffer);
    }

    @Override
    public OpenClArguments nothing() {
        kinds.add('p');
        return handle(null);
    }

    @Override
    public OpenClArguments part(GpuBuffer buffer, long offset) {
        kinds.add('o');
        return handle(buffer).words(offset / Integer.BYTES);
    }

    @Override
    public OpenClArguments noPart() {
        kinds.add('o');
        return handle(null).words(0);
    }

    @Override
    public OpenClArguments addresses(@Nullable GpuBuffer[] buffers) {
        kinds.add('s');
        for (GpuBuffer buffer : buffers) {
            handle(buffer);
        }
        return this;
    }

    private OpenClArguments handle(@Nullable GpuBuffer buffer) {
        long handle =
                buffer == null ? 0 : OpenClBuffer.of(buffer, device).handle().getNativePointer();
        return words(handle);
    }

    private OpenClArguments words(long value) {
        values.putLong(add(Long.BYTES), value);
        return this;
    }

    /** Every argument has 8 bytes here, of which these count; gives where they begin. */
    private int add(int bytes) {
        sizes[count] = bytes;
        return count++ * Long.BYTES;
    }
}
