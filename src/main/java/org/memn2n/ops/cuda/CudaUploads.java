package org.memn2n.ops.cuda;

import java.nio.ByteBuffer;
import jcuda.driver.CUdeviceptr;
import org.memn2n.ops.gpu.StagingRing;

/**
 * Copies from the host through page-locked memory: into the stream of the work, or on a stream of their own while
 * the work goes on.
 */
final class CudaUploads implements AutoCloseable {
    private final CudaStream work;
    private final CudaStream ahead;
    private final StagingRing<CudaStagingPiece> staging;

    CudaUploads(CudaDevice device, CudaStream work) {
        this.work = work;
        this.ahead = new CudaStream(device);
        try {
            this.staging = new StagingRing<>(() -> new CudaStagingPiece(device));
        } catch (RuntimeException e) {
            ahead.close();
            throw e;
        }
    }

    /** Memory for the next upload. */
    ByteBuffer staging(int bytes) {
        return staging.next(bytes);
    }

    /** Copies after the work that was issued so far, and before what is issued later. */
    void inTurn(ByteBuffer source, CUdeviceptr target, int bytes) {
        staging.of(source).upload(target, bytes, work);
    }

    /** Copies as soon as {@code free} is reached; work that is issued from now on waits for the copy. */
    void ahead(ByteBuffer source, CUdeviceptr target, int bytes, CudaEvent free) {
        ahead.await(free);
        work.await(staging.of(source).upload(target, bytes, ahead));
    }

    @Override
    public void close() {
        ahead.close();
        staging.close();
    }
}
