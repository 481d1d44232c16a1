package org.memn2n.ops.cuda;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.gpu.GpuBuffer;
import org.memn2n.ops.gpu.GpuInput;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuQueue;
import org.memn2n.ops.gpu.GpuTraits;
import org.memn2n.ops.gpu.MatrixProduct;

/**
 * A stream of one GPU, with another one for uploads, and the memory that was allocated through it. Memory whose
 * owner never came to be, because a later allocation failed in its constructor, is given back when the queue is
 * closed.
 */
final class CudaQueue implements GpuQueue {
    private final CudaDevice device;
    private final CudaStream stream;
    private final CudaUploads uploads;
    private final ArgumentMemory memory;
    private final CudaArguments arguments;
    private final CudaSteps steps;
    private final Set<CudaBuffer> buffers = ConcurrentHashMap.newKeySet();
    private final Set<CudaInput> inputs = ConcurrentHashMap.newKeySet();
    private @Nullable CublasHandle cublas;
    private boolean closed;

    CudaQueue(CudaDevice device) {
        boolean graphs = CudaSteps.graphsWanted();
        this.device = device;
        this.stream = new CudaStream(device);
        try {
            this.uploads = new CudaUploads(device, stream);
        } catch (RuntimeException e) {
            stream.close();
            throw e;
        }
        try {
            this.memory = new ArgumentMemory(device);
        } catch (RuntimeException e) {
            uploads.close();
            stream.close();
            throw e;
        }
        this.arguments = new CudaArguments(device, memory);
        this.steps = new CudaSteps(device, stream, memory, arguments, graphs);
    }

    @Override
    public void step(Runnable work) {
        checkOpen();
        steps.step(work);
    }

    @Override
    public GpuBuffer allocate(long bytes) {
        checkOpen();
        return newBuffer(bytes);
    }

    private CudaBuffer newBuffer(long bytes) {
        CudaBuffer buffer = new CudaBuffer(device, bytes, this);
        buffers.add(buffer);
        return buffer;
    }

    /** Commands that were kept for the end of a step may still use it. */
    void closing(CudaBuffer buffer) {
        steps.interrupt();
        buffers.remove(buffer);
    }

    @Override
    public GpuInput input(long bytes) {
        checkOpen();
        CudaInput input = new CudaInput(device, this, newBuffer(bytes));
        inputs.add(input);
        return input;
    }

    /** Writes an input on the stream of uploads. */
    void send(ByteBuffer staging, CudaBuffer target, int bytes, CudaEvent free) {
        steps.interrupt();
        device.makeCurrent();
        uploads.ahead(staging, target.pointer(), bytes, free);
    }

    /** Records that all work so far is the last that reads an input. */
    void release(CudaEvent free) {
        steps.interrupt();
        device.makeCurrent();
        free.record(stream);
    }

    void forget(CudaInput input) {
        inputs.remove(input);
    }

    @Override
    public ByteBuffer staging(int bytes) {
        checkOpen();
        device.makeCurrent();
        return uploads.staging(bytes);
    }

    @Override
    public void upload(ByteBuffer source, GpuBuffer target, long offset, int bytes) {
        checkOpen();
        steps.interrupt();
        device.makeCurrent();
        uploads.inTurn(source, CudaBuffer.of(target, device).pointer().withByteOffset(offset), bytes);
    }

    @Override
    public void download(GpuBuffer source, long offset, ByteBuffer target, int bytes) {
        checkOpen();
        steps.interrupt();
        device.makeCurrent();
        CUdeviceptr from = CudaBuffer.of(source, device).pointer().withByteOffset(offset);
        device.check(JCudaDriver.cuMemcpyDtoHAsync(Pointer.to(target), from, bytes, stream.handle()), "reading back");
        stream.finish();
    }

    @Override
    public void finish() {
        checkOpen();
        steps.interrupt();
        device.makeCurrent();
        stream.finish();
    }

    @Override
    public void copy(GpuBuffer source, long sourceOffset, GpuBuffer target, long targetOffset, long bytes) {
        checkOpen();
        CUdeviceptr to = CudaBuffer.of(target, device).pointer().withByteOffset(targetOffset);
        CUdeviceptr from = CudaBuffer.of(source, device).pointer().withByteOffset(sourceOffset);
        call(
                () -> device.check(JCudaDriver.cuMemcpyDtoDAsync(to, from, bytes, stream.handle()), "copying"),
                List.of("copy", address(target) + targetOffset, address(source) + sourceOffset, bytes));
    }

    @Override
    public void zero(GpuBuffer target, long bytes) {
        checkOpen();
        CUdeviceptr to = CudaBuffer.of(target, device).pointer();
        call(
                () -> device.check(
                        JCudaDriver.cuMemsetD8Async(to, (byte) 0, bytes, stream.handle()), "clearing memory"),
                List.of("zero", address(target), bytes));
    }

    /**
     * Issues a call that is not one of the catalogue's kernels to this queue's stream, such as a product of a
     * library. In a step it becomes part of a graph: it is captured when the graph is made, and is not called again
     * while steps with this signature come back.
     *
     * @param call issues work to {@link #stream}, without allocating or waiting
     * @param signature all that decides what it does: which call, sizes, addresses, and the library's own state
     */
    void call(Runnable call, List<Object> signature) {
        device.makeCurrent();
        steps.add(new FixedCommand(signature, call));
    }

    /** The stream of the work, for libraries. */
    CudaStream stream() {
        return stream;
    }

    @Override
    public void launch(GpuKernel kernel, int blocksX, int blocksY, int sharedBytes, Arguments launched) {
        arguments.check(kernel);
        if (blocksX == 0 || blocksY == 0) {
            return;
        }
        device.makeCurrent();
        steps.add(arguments.launch(kernel, blocksX, blocksY, sharedBytes));
    }

    /** The first product makes the handle, which may wait, so it comes before the step's graph; later ones are part of it. */
    @Override
    public boolean multiply(MatrixProduct product) {
        checkOpen();
        if (!device.products().wantsCublas(product)) {
            return false;
        }
        device.makeCurrent();
        if (cublas == null) {
            cublas = device.products()
                    .open(() ->
                            new CublasHandle(device, stream.handle(), allocate(CublasHandle.workspaceBytes(device))));
        }
        CublasHandle handle = cublas;
        if (handle != null) {
            call(() -> handle.multiply(product), signature(product));
        }
        return handle != null;
    }

    private List<Object> signature(MatrixProduct product) {
        return List.of(
                product.form(),
                product.m(),
                product.n(),
                product.k(),
                address(product.a()),
                address(product.b()),
                address(product.c()));
    }

    @Override
    public GpuTraits traits() {
        return device.traits();
    }

    @Override
    public long address(GpuBuffer buffer) {
        return CudaBuffer.of(buffer, device).address();
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
            device.makeCurrent();
            JCudaDriver.cuStreamSynchronize(stream.handle());
            if (cublas != null) {
                cublas.close();
            }
            steps.close();
            List.copyOf(inputs).forEach(CudaInput::close);
            List.copyOf(buffers).forEach(CudaBuffer::close);
            memory.close();
            uploads.close();
            stream.close();
        }
    }
}
