package org.memn2n.ops.cuda;

import static jcuda.jcublas.cublasAtomicsMode.CUBLAS_ATOMICS_NOT_ALLOWED;
import static jcuda.jcublas.cublasMath.CUBLAS_DEFAULT_MATH;
import static jcuda.jcublas.cublasOperation.CUBLAS_OP_N;
import static jcuda.jcublas.cublasOperation.CUBLAS_OP_T;
import static jcuda.jcublas.cublasPointerMode.CUBLAS_POINTER_MODE_HOST;
import static jcuda.jcublas.cublasStatus.CUBLAS_STATUS_ALLOC_FAILED;
import static jcuda.jcublas.cublasStatus.CUBLAS_STATUS_NOT_INITIALIZED;
import static jcuda.jcublas.cublasStatus.CUBLAS_STATUS_SUCCESS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.OutOfDeviceMemoryException;
import org.memn2n.ops.gpu.GpuBuffer;
import org.memn2n.ops.gpu.MatrixProduct;

/**
 * cuBLAS on one stream, set so that equal products give equal bits: single precision throughout, no atomics, and a
 * workspace of its own, which products on other streams do not share and which a captured product needs.
 */
final class CublasHandle implements AutoCloseable {
    /** What NVIDIA recommends, by compute capability: from Hopper on, and before. */
    private static final int HOPPER = 9;

    private static final long HOPPER_WORKSPACE = 32L << 20;
    private static final long WORKSPACE = 4L << 20;

    /** Device memory that cuBLAS surely finds enough to start in. */
    private static final long ROOM = 256L << 20;

    private final CudaDevice device;
    private final cublasHandle handle = new cublasHandle();
    private final GpuBuffer workspace;
    private final Pointer one;
    private final Pointer zero;

    /**
     * A handle for a stream. Takes long, and may wait for the device.
     *
     * @param workspace of {@link #workspaceBytes}, closed with the handle or when there comes to be none
     */
    CublasHandle(CudaDevice device, CUstream stream, GpuBuffer workspace) {
        this.device = device;
        this.workspace = workspace;
        ByteBuffer factors = ByteBuffer.allocateDirect(2 * Float.BYTES).order(ByteOrder.nativeOrder());
        factors.putFloat(1).putFloat(0);
        one = Pointer.to(factors);
        zero = one.withByteOffset(Float.BYTES);
        try {
            create();
        } catch (RuntimeException e) {
            workspace.close();
            throw e;
        }
        try {
            // The workspace after the stream: a new stream puts the workspace back to one that all streams share.
            check(JCublas2.cublasSetStream(handle, new cudaStream_t(stream)), "giving cuBLAS its stream");
            Pointer memory = CudaBuffer.of(workspace, device).pointer();
            check(JCublas2.cublasSetWorkspace(handle, memory, workspace.bytes()), "giving cuBLAS its workspace");
            check(JCublas2.cublasSetPointerMode(handle, CUBLAS_POINTER_MODE_HOST), "setting the pointer mode");
            check(JCublas2.cublasSetMathMode(handle, CUBLAS_DEFAULT_MATH), "setting the precision");
            check(JCublas2.cublasSetAtomicsMode(handle, CUBLAS_ATOMICS_NOT_ALLOWED), "forbidding atomics");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** On a device without room cuBLAS says that it is not initialised, as if it could not work at all. */
    private void create() {
        int status;
        CaptureLock.WAITING.lock();
        try {
            status = JCublas2.cublasCreate(handle);
        } finally {
            CaptureLock.WAITING.unlock();
        }
        boolean full = status == CUBLAS_STATUS_NOT_INITIALIZED && device.freeBytes() < ROOM;
        check(full ? CUBLAS_STATUS_ALLOC_FAILED : status, "starting cuBLAS");
    }

    /** The workspace that a handle wants. */
    static long workspaceBytes(CudaDevice device) {
        return device.capability() >= HOPPER ? HOPPER_WORKSPACE : WORKSPACE;
    }

    /**
     * Enqueues a product on the stream and returns. cuBLAS stores by columns, so a row-major matrix is its transpose, and c
     * = a b is computed as c' = b' a' with the operands exchanged.
     */
    void multiply(MatrixProduct product) {
        int m = product.m();
        int n = product.n();
        int k = product.k();
        int status = switch (product.form()) {
            case NT -> multiply(product, CUBLAS_OP_T, CUBLAS_OP_N, k, k, zero);
            case NN -> multiply(product, CUBLAS_OP_N, CUBLAS_OP_N, n, k, zero);
            case TN_ADD -> multiply(product, CUBLAS_OP_N, CUBLAS_OP_T, n, m, one);
        };
        if (status != CUBLAS_STATUS_SUCCESS) {
            check(status, "the product " + product.form() + " of m " + m + ", n " + n + ", k " + k + " by cuBLAS");
        }
    }

    private int multiply(MatrixProduct product, int formB, int formA, int strideB, int strideA, Pointer beta) {
        return JCublas2.cublasSgemm(
                handle,
                formB,
                formA,
                product.n(),
                product.m(),
                product.k(),
                one,
                CudaBuffer.of(product.b(), device).pointer(),
                strideB,
                CudaBuffer.of(product.a(), device).pointer(),
                strideA,
                beta,
                CudaBuffer.of(product.c(), device).pointer(),
                product.n());
    }

    private void check(int status, String what) {
        if (status == CUBLAS_STATUS_SUCCESS) {
            return;
        }
        String message = device.label() + ": " + what + " failed with " + cublasStatus.stringFor(status) + " ("
                + JCublas2.cublasGetStatusString(status) + ")";
        if (status == CUBLAS_STATUS_ALLOC_FAILED) {
            throw new OutOfDeviceMemoryException(message + "; use a smaller batch, memory or dimension, or -D"
                    + CudaProducts.PROPERTY + "=own, which needs no workspace");
        }
        throw new DeviceException(message + "; -D" + CudaProducts.PROPERTY + "=own works without cuBLAS");
    }

    @Override
    public void close() {
        device.makeCurrent();
        CaptureLock.WAITING.lock();
        try {
            JCublas2.cublasDestroy(handle);
        } finally {
            CaptureLock.WAITING.unlock();
        }
        workspace.close();
    }
}
