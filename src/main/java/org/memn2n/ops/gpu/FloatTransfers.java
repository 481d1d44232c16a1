package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Moves arrays of floats between the heap and the device, in pieces, so that a large tensor needs no large buffer. */
final class FloatTransfers {
    private static final int PIECE = 1 << 22;

    private final GpuQueue queue;
    private ByteBuffer received = ByteBuffer.allocateDirect(0);

    FloatTransfers(GpuQueue queue) {
        this.queue = queue;
    }

    /** Sends all values, and waits: other queues may read the tensor next. */
    void send(float[] values, GpuBuffer target) {
        for (int first = 0; first < values.length; first += PIECE) {
            int count = Math.min(PIECE, values.length - first);
            ByteBuffer staging = queue.staging(count * Float.BYTES);
            staging.asFloatBuffer().put(values, first, count);
            queue.upload(staging, target, (long) first * Float.BYTES, count * Float.BYTES);
        }
        queue.finish();
    }

    /** Fills {@code values} after all work before it. */
    void receive(GpuBuffer source, float[] values) {
        for (int first = 0; first < values.length; first += PIECE) {
            int count = Math.min(PIECE, values.length - first);
            ByteBuffer buffer = received(count * Float.BYTES);
            queue.download(source, (long) first * Float.BYTES, buffer, count * Float.BYTES);
            buffer.asFloatBuffer().get(values, first, count);
        }
    }

    /** A buffer outside the heap, kept for the next time. */
    private ByteBuffer received(int bytes) {
        if (received.capacity() < bytes) {
            received = ByteBuffer.allocateDirect(Math.min(PIECE * Float.BYTES, 2 * bytes))
                    .order(ByteOrder.nativeOrder());
        }
        return received.clear();
    }
}
