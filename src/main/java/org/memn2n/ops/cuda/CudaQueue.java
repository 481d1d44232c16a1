package org.memn2n.ops.cuda;

import static jcuda.driver.CUstream_flags.CU_STREAM_NON_BLOCKING;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.gpu.GpuBuffer;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuQueue;
import org.memn2n.ops.gpu.MatrixProduct;

/**
 * A stream of one GPU, and the memory that was allocated through it. Memory whose owner never came to be,
 * because a later allocation failed in its constructor, is given back when the queue is closed.
 */
final class CudaQueue implements GpuQueue {
    private final CudaDevice device;
    private final CUstream stream = new CUstream();
    private final StagingRing staging;
    private final Set<CudaBuffer> buffers = ConcurrentHashMap.newKeySet();
    private final CudaArguments arguments = new CudaArguments();
    private @Nullable CublasHandle cublas;
    private boolean closed;

    CudaQueue(CudaDevice device) {
        this.device = device;
        device.makeCurrent();
        check(JCudaDriver.cuStreamCreate(stream, CU_STREAM_NON_BLOCKING), "making a stream");
        try {
            this.staging = new StagingRing(device, stream);
        } catch (RuntimeException e) {
            JCudaDriver.cuStreamDestroy(stream);
            throw e;
        }
    }

    private void check(int result, String what) {
        CudaCalls.check(result, device.label(), what);
    }

    @Override
    public GpuBuffer allocate(long bytes) {
        return new CudaBuffer(device, bytes, buffers);
    }

    @Override
    public ByteBuffer staging(int bytes) {
        device.makeCurrent();
        return staging.next(bytes);
    }

    @Override
    public void upload(ByteBuffer source, GpuBuffer target, long offset, int bytes) {
        device.makeCurrent();
        staging.upload(source, CudaBuffer.of(target).pointer().withByteOffset(offset), bytes);
    }

    @Override
    public void download(GpuBuffer source, long offset, ByteBuffer target, int bytes) {
        device.makeCurrent();
        CUdeviceptr from = CudaBuffer.of(source).pointer().withByteOffset(offset);
        check(JCudaDriver.cuMemcpyDtoHAsync(Pointer.to(target), from, bytes, stream), "reading back");
        finish();
    }

    @Override
    public void finish() {
        device.makeCurrent();
        check(JCudaDriver.cuStreamSynchronize(stream), "waiting for the work before");
    }

    @Override
    public void copy(GpuBuffer source, GpuBuffer target, long bytes) {
        device.makeCurrent();
        check(
                JCudaDriver.cuMemcpyDtoDAsync(
                        CudaBuffer.of(target).pointer(), CudaBuffer.of(source).pointer(), bytes, stream),
                "copying");
    }

    @Override
    public void zero(GpuBuffer target, long bytes) {
        device.makeCurrent();
        check(JCudaDriver.cuMemsetD8Async(CudaBuffer.of(target).pointer(), (byte) 0, bytes, stream), "clearing memory");
    }

    @Override
    public void launch(GpuKernel kernel, int blocksX, int blocksY, int sharedBytes, Arguments launched) {
        Pointer pointers = arguments.pointers(kernel);
        if (blocksX == 0 || blocksY == 0) {
            return;
        }
        device.makeCurrent();
        check(
                JCudaDriver.cuLaunchKernel(
                        device.function(kernel),
                        blocksX,
                        blocksY,
                        1,
                        kernel.threadsX(),
                        kernel.threadsY(),
                        1,
                        sharedBytes,
                        stream,
                        pointers,
                        null),
                "launching kernel " + kernel.entry());
    }

    /** The first product makes the handle, which may wait; later ones are enqueued and can be captured like launches. */
    @Override
    public boolean multiply(MatrixProduct product) {
        if (!device.products().wantsCublas(product)) {
            return false;
        }
        device.makeCurrent();
        if (cublas == null) {
            cublas = device.products()
                    .open(() -> new CublasHandle(device, stream, allocate(CublasHandle.workspaceBytes(device))));
        }
        if (cublas != null) {
            cublas.multiply(product);
        }
        return cublas != null;
    }

    @Override
    public int multiprocessors() {
        return device.multiprocessors();
    }

    @Override
    public long address(GpuBuffer buffer) {
        return CudaBuffer.of(buffer).address();
    }

    @Override
    public Arguments arguments() {
        return arguments.reset();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            device.makeCurrent();
            JCudaDriver.cuStreamSynchronize(stream);
            if (cublas != null) {
                cublas.close();
            }
            List.copyOf(buffers).forEach(CudaBuffer::close);
            staging.close();
            JCudaDriver.cuStreamDestroy(stream);
        }
    }
}
