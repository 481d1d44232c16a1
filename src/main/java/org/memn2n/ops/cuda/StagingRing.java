package org.memn2n.ops.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * Page-locked host memory that uploads go through, a few pieces in turn: a piece is written again only when
 * the copy from it is done, so uploads do not wait as long as the device keeps up.
 */
final class StagingRing implements AutoCloseable {
    private static final int PIECES = 4;
    private static final int LEAST_BYTES = 1 << 16;

    private final CudaDevice device;
    private final List<Piece> pieces = new ArrayList<>();
    private int current = PIECES - 1;

    StagingRing(CudaDevice device) {
        this.device = device;
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
        return pieces.get(current).ready(bytes);
    }

    /** Copies from the piece of the last {@link #next}; gives the event behind the copy. */
    @SuppressWarnings("ReferenceEquality") // it must be this very buffer
    CudaEvent upload(ByteBuffer view, CUdeviceptr target, int bytes, CudaStream stream) {
        Piece piece = pieces.get(current);
        PinnedMemory memory = piece.memory;
        if (memory == null || view != memory.view()) {
            throw new IllegalArgumentException("only the staging buffer handed out last can be uploaded");
        }
        device.check(
                JCudaDriver.cuMemcpyHtoDAsync(target, HostPointer.of(memory.address()), bytes, stream.handle()),
                "uploading " + bytes + " bytes");
        piece.copied.record(stream);
        piece.busy = true;
        return piece.copied;
    }

    @Override
    public void close() {
        pieces.forEach(Piece::close);
    }

    private final class Piece {
        private final CudaEvent copied = new CudaEvent(device);
        private @Nullable PinnedMemory memory;
        private boolean busy;

        ByteBuffer ready(int bytes) {
            if (busy) {
                copied.await();
                busy = false;
            }
            PinnedMemory present = memory;
            if (present == null || present.view().capacity() < bytes) {
                free();
                present =
                        new PinnedMemory(device, (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_BYTES, 2L * bytes)));
                memory = present;
            }
            return present.view().clear();
        }

        private void free() {
            if (memory != null) {
                memory.close();
                memory = null;
            }
        }

        void close() {
            free();
            copied.close();
        }
    }
}
