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
        PackedIndices packed = new PackedIndices();
        packed.add(rows);
        buffer = queue.allocate(packed.bytes());
        ByteBuffer staging = queue.staging(packed.bytes());
        packed.write(staging);
        queue.upload(staging, buffer, packed.bytes());
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
