package org.memn2n.ops.cuda;

import static jcuda.driver.CUevent_flags.CU_EVENT_DISABLE_TIMING;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * Page-locked host memory that uploads go through, a few pieces in turn: a piece is written again only when
 * the copy from it is done, so uploads do not wait as long as the device keeps up.
 */
final class StagingRing implements AutoCloseable {
    private static final int PIECES = 4;
    private static final int LEAST_BYTES = 1 << 16;

    private final CudaDevice device;
    private final CUstream stream;
    private final List<Piece> pieces = new ArrayList<>();
    private int current = PIECES - 1;

    StagingRing(CudaDevice device, CUstream stream) {
        this.device = device;
        this.stream = stream;
        try {
            for (int i = 0; i < PIECES; i++) {
                pieces.add(new Piece());
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A piece that no copy reads any more. */
    ByteBuffer next(int bytes) {
        current = (current + 1) % PIECES;
        Piece piece = pieces.get(current);
        piece.await();
        piece.grow(bytes);
        piece.view.clear();
        return piece.view;
    }

    /** Copies from the piece of the last {@link #next}. */
    @SuppressWarnings("ReferenceEquality") // it must be this very buffer
    void upload(ByteBuffer view, CUdeviceptr target, int bytes) {
        Piece piece = pieces.get(current);
        if (view != piece.view) {
            throw new IllegalArgumentException("only the staging buffer handed out last can be uploaded");
        }
        check(JCudaDriver.cuMemcpyHtoDAsync(target, piece.memory, bytes, stream), "uploading " + bytes + " bytes");
        check(JCudaDriver.cuEventRecord(piece.copied, stream), "recording an event");
        piece.busy = true;
    }

    private void check(int result, String what) {
        CudaCalls.check(result, device.label(), what);
    }

    @Override
    public void close() {
        pieces.forEach(Piece::close);
    }

    private final class Piece {
        private final CUevent copied = new CUevent();
        private Pointer memory = new Pointer();
        private ByteBuffer view = ByteBuffer.allocateDirect(0);
        private boolean busy;

        Piece() {
            check(JCudaDriver.cuEventCreate(copied, CU_EVENT_DISABLE_TIMING), "making an event");
        }

        void await() {
            if (busy) {
                check(JCudaDriver.cuEventSynchronize(copied), "waiting for an upload");
                busy = false;
            }
        }

        void grow(int bytes) {
            if (view.capacity() < bytes) {
                free();
                int size = (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_BYTES, 2L * bytes));
                Pointer larger = new Pointer();
                check(JCudaDriver.cuMemAllocHost(larger, size), "allocating " + size + " bytes of page-locked memory");
                memory = larger;
                view = memory.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
            }
        }

        private void free() {
            if (view.capacity() > 0) {
                view = ByteBuffer.allocateDirect(0);
                JCudaDriver.cuMemFreeHost(memory);
            }
        }

        void close() {
            free();
            JCudaDriver.cuEventDestroy(copied);
        }
    }
}
