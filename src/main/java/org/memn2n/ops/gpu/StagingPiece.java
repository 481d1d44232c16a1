package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;

/** Host memory that a device copies from, and the end of the last copy. */
public interface StagingPiece extends AutoCloseable {
    /** All of it, outside the heap, in native byte order; empty before the first {@link #renew}. */
    ByteBuffer memory();

    /** Takes new memory of so many bytes in place of the old. */
    void renew(int bytes);

    /** Waits until no copy reads it any more. */
    void await();

    @Override
    void close();
}
