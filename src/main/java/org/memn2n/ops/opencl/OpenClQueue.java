package org.memn2n.ops.opencl;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.memn2n.ops.gpu.GpuBuffer;
import org.memn2n.ops.gpu.GpuInput;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuQueue;
import org.memn2n.ops.gpu.GpuTraits;
import org.memn2n.ops.gpu.StagingRing;

/**
 * A command queue of one device that keeps the order of its commands, and the memory that was allocated through it.
 * Memory whose owner never came to be, because a later allocation failed in its constructor, is given back when the
 * queue is closed.
 */
final class OpenClQueue implements GpuQueue {
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(Integer.BYTES);

    private final OpenClDevice device;
    private final cl_command_queue queue;
    private final OpenClArguments arguments;
    private final StagingRing<OpenClStagingPiece> staging;
    private final Map<GpuKernel, OpenClKernel> kernels = new EnumMap<>(GpuKernel.class);
    private final Set<OpenClBuffer> buffers = ConcurrentHashMap.newKeySet();
    private boolean closed;

    @SuppressWarnings("deprecation") // OpenCL 1.2 has no other
    OpenClQueue(OpenClDevice device) {
        this.device = device;
        int[] status = new int[1];
        queue = CL.clCreateCommandQueue(device.context(), device.hardware().device(), 0, status);
        device.check(status[0], "making a command queue");
        device.made();
        arguments = new OpenClArguments(device);
        staging = new StagingRing<>(() -> new OpenClStagingPiece(device));
    }

    /** Drivers may keep commands back until something waits for them; a step is worth a start. */
    @Override
    public void step(Runnable work) {
        checkOpen();
        work.run();
        device.check(CL.clFlush(queue), "starting a step");
    }

    @Override
    public GpuBuffer allocate(long bytes) {
        checkOpen();
        OpenClBuffer buffer = new OpenClBuffer(device, bytes, this);
        buffers.add(buffer);
        return buffer;
    }

    /** A buffer is closed. */
    void forget(OpenClBuffer buffer) {
        buffers.remove(buffer);
    }

    @Override
    public GpuInput input(long bytes) {
        return new OpenClInput(this, allocate(bytes));
    }

    @Override
    public ByteBuffer staging(int bytes) {
        checkOpen();
        return staging.next(bytes);
    }

    @Override
    public void upload(ByteBuffer source, GpuBuffer target, long offset, int bytes) {
        staging.of(source).upload(OpenClBuffer.of(target, device).handle(), offset, bytes, queue);
    }

    @Override
    public void download(GpuBuffer source, long offset, ByteBuffer target, int bytes) {
        checkOpen();
        int status = CL.clEnqueueReadBuffer(
                queue,
                OpenClBuffer.of(source, device).handle(),
                true,
                offset,
                bytes,
                Pointer.to(target),
                0,
                null,
                null);
        device.check(status, "reading back");
    }

    @Override
    public void finish() {
        checkOpen();
        device.check(CL.clFinish(queue), "waiting for the work before");
    }

    @Override
    public void copy(GpuBuffer source, long sourceOffset, GpuBuffer target, long targetOffset, long bytes) {
        checkOpen();
        int status = CL.clEnqueueCopyBuffer(
                queue,
                OpenClBuffer.of(source, device).handle(),
                OpenClBuffer.of(target, device).handle(),
                sourceOffset,
                targetOffset,
                bytes,
                0,
                null,
                null);
        device.check(status, "copying");
    }

    @Override
    public void zero(GpuBuffer target, long bytes) {
        checkOpen();
        int pattern = bytes % Integer.BYTES == 0 ? Integer.BYTES : 1;
        int status = CL.clEnqueueFillBuffer(
                queue, OpenClBuffer.of(target, device).handle(), Pointer.to(ZEROS), pattern, 0, bytes, 0, null, null);
        device.check(status, "clearing memory");
    }

    @Override
    public void launch(GpuKernel kernel, int blocksX, int blocksY, int sharedBytes, Arguments launched) {
        arguments.check(kernel);
        if (blocksX == 0 || blocksY == 0) {
            return;
        }
        OpenClKernel present = kernels.computeIfAbsent(kernel, device::newKernel);
        arguments.pass(present, sharedBytes);
        long[] items = {(long) blocksX * present.groupSize(), blocksY};
        long[] group = {present.groupSize(), 1};
        int status = CL.clEnqueueNDRangeKernel(queue, present.handle(), 2, null, items, group, 0, null, null);
        device.check(status, "launching kernel " + kernel.entry());
    }

    @Override
    public GpuTraits traits() {
        return device.traits();
    }

    @Override
    public Arguments arguments() {
        checkOpen();
        return arguments.begin();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(device.label() + ": a queue is used after it was closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CL.clFinish(queue);
            staging.close();
            kernels.values().forEach(OpenClKernel::close);
            List.copyOf(buffers).forEach(OpenClBuffer::close);
            CL.clReleaseCommandQueue(queue);
            device.destroyed();
        }
    }
}
