package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.AnswerRows;
import org.memn2n.ops.DeviceException;

/** Answer rows in device memory. */
final class GpuRows implements AnswerRows {
    private final int count;
    private final int rowLimit;
    private final GpuBuffer buffer;

    GpuRows(int[] rows, GpuQueue queue) {
        count = rows.length;
        rowLimit = IntStream.of(rows).max().orElse(-1) + 1;
        int bytes = Math.multiplyExact(Math.max(1, count), Integer.BYTES);
        buffer = queue.allocate(bytes);
        ByteBuffer staging = queue.staging(bytes);
        staging.asIntBuffer().put(rows);
        queue.upload(staging, buffer, bytes);
    }

    static @Nullable GpuRows of(@Nullable AnswerRows rows) {
        if (rows == null || rows instanceof GpuRows) {
            return (GpuRows) rows;
        }
        throw new DeviceException("answer rows of another backend were handed to a GPU backend");
    }

    GpuBuffer buffer() {
        return buffer;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int rowLimit() {
        return rowLimit;
    }

    @Override
    public void close() {
        buffer.close();
    }
}
