package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Host memory that uploads go through, a few pieces in turn: a piece is written again only when the copy from it is
 * done, so uploads do not wait as long as the device keeps up.
 */
public final class StagingRing<P extends StagingPiece> implements AutoCloseable {
    private static final int PIECES = 4;
    private static final int LEAST_BYTES = 1 << 16;

    private final List<P> pieces = new ArrayList<>();
    private int current = PIECES - 1;

    /** A ring of pieces that are made so. */
    public StagingRing(Supplier<P> maker) {
        try {
            for (int i = 0; i < PIECES; i++) {
                pieces.add(maker.get());
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Memory that no copy reads any more. */
    public ByteBuffer next(int bytes) {
        current = (current + 1) % PIECES;
        P piece = pieces.get(current);
        piece.await();
        if (piece.memory().capacity() < bytes) {
            piece.renew((int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_BYTES, 2L * bytes)));
        }
        return piece.memory().clear();
    }

    /** The piece that the last {@link #next} handed out. */
    @SuppressWarnings("ReferenceEquality") // it must be this very buffer
    public P of(ByteBuffer view) {
        P piece = pieces.get(current);
        if (view != piece.memory()) {
            throw new IllegalArgumentException("only the staging buffer handed out last can be uploaded");
        }
        return piece;
    }

    @Override
    public void close() {
        pieces.forEach(StagingPiece::close);
    }
}
