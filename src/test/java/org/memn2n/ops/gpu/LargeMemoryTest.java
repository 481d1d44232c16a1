package org.memn2n.ops.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.OutOfDeviceMemoryException;
import org.memn2n.ops.ShapeException;
import org.memn2n.ops.Storage;
import org.memn2n.tensor.BFloat16;

/** Memories larger than any device here: where their rows go, on a queue that only takes notes. */
class LargeMemoryTest {
    private static final long SLOTS = (1L << 33) + 5;

    private final List<Long> allocated = new ArrayList<>();
    private final List<GpuBuffer> closed = new ArrayList<>();
    private final List<Long> offsets = new ArrayList<>();
    private final List<byte[]> uploads = new ArrayList<>();
    private long available = Long.MAX_VALUE;

    private final GpuQueue queue = (GpuQueue) Proxy.newProxyInstance(
            GpuQueue.class.getClassLoader(),
            new Class<?>[] {GpuQueue.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "allocate" -> allocate((Long) arguments[0]);
                case "staging" ->
                    ByteBuffer.allocateDirect((Integer) arguments[0]).order(ByteOrder.nativeOrder());
                case "upload" -> note((ByteBuffer) arguments[0], (Long) arguments[2], (Integer) arguments[3]);
                case "finish" -> null;
                default -> throw new AssertionError("not expected: " + method);
            });

    private record Buffer(long bytes, List<GpuBuffer> closed) implements GpuBuffer {
        @Override
        public void close() {
            closed.add(this);
        }
    }

    private GpuBuffer allocate(long bytes) {
        if (bytes > available) {
            throw new OutOfDeviceMemoryException("planted: " + bytes);
        }
        available -= bytes;
        allocated.add(bytes);
        return new Buffer(bytes, closed);
    }

    private Object note(ByteBuffer staging, long offset, int bytes) {
        byte[] copy = new byte[bytes];
        staging.get(0, copy);
        offsets.add(offset);
        uploads.add(copy);
        return offset;
    }

    @Test
    void rowsGoWhereTheirSlotIs() {
        float[] keys = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        float[] values = {-1, -2, -3, -4, -5, -6, -7, -8, -9, -10};
        GpuKeyValueMemory floats = new GpuKeyValueMemory(SLOTS, 5, Storage.FLOAT32, queue);
        assertThat(allocated).containsExactly(SLOTS * 32, SLOTS * 32);
        floats.store(SLOTS - 2, keys, values, queue);
        assertThat(offsets).containsExactly((SLOTS - 2) * 32, (SLOTS - 2) * 32);
        float[] rows = new float[16];
        ByteBuffer.wrap(uploads.get(1))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .get(rows);
        assertThat(rows).containsExactly(-1, -2, -3, -4, -5, 0, 0, 0, -6, -7, -8, -9, -10, 0, 0, 0);
    }

    @Test
    void brainFloatsAreRoundedAndFilledUp() {
        GpuKeyValueMemory halves = new GpuKeyValueMemory(SLOTS, 3, Storage.BFLOAT16, queue);
        halves.store(1, new float[] {1.0039062f, 1.0117188f, Float.NaN}, new float[3], queue);
        assertThat(offsets).containsExactly(16L, 16L);
        short[] row = new short[8];
        ByteBuffer.wrap(uploads.get(0))
                .order(ByteOrder.nativeOrder())
                .asShortBuffer()
                .get(row);
        assertThat(BFloat16.toFloat(row[0])).isEqualTo(1);
        assertThat(BFloat16.toFloat(row[1])).isEqualTo(1.015625f);
        assertThat(BFloat16.toFloat(row[2])).isNaN();
        assertThat(Arrays.copyOfRange(row, 3, 8)).containsOnly(0);
    }

    /** A piece has 16 MiB, here 1024 rows of the largest dimension in halves. */
    @Test
    void manyRowsGoInPieces() {
        int d = GpuKeyValueMemory.LARGEST_DIMENSION;
        GpuKeyValueMemory memory = new GpuKeyValueMemory(SLOTS, d, Storage.BFLOAT16, queue);
        memory.store(SLOTS - 1500, new float[1500 * d], new float[1500 * d], queue);
        long first = (SLOTS - 1500) * 2 * d;
        long second = (SLOTS - 1500 + 1024) * 2 * d;
        assertThat(offsets).containsExactly(first, second, first, second);
        assertThat(uploads)
                .extracting(bytes -> bytes.length)
                .containsExactly(1 << 24, 476 * 2 * d, 1 << 24, 476 * 2 * d);
    }

    @Test
    void keysAreGivenBackWhenValuesDoNotFit() {
        available = 100 * 16 + 99 * 16;
        assertThatThrownBy(() -> new GpuKeyValueMemory(100, 4, Storage.FLOAT32, queue))
                .isInstanceOf(OutOfDeviceMemoryException.class);
        assertThat(allocated).hasSize(1);
        assertThat(closed).hasSize(1);
    }

    @Test
    void moreThanALongCanCountIsAskedFor() {
        available = Long.MAX_VALUE - 1;
        assertThatThrownBy(() -> new GpuKeyValueMemory(Long.MAX_VALUE / 8, 1, Storage.FLOAT32, queue))
                .isInstanceOf(OutOfDeviceMemoryException.class);
    }

    @Test
    void theLargestDimensionIsNamed() {
        assertThatThrownBy(() -> new GpuKeyValueMemory(1, 8193, Storage.FLOAT32, queue))
                .isInstanceOf(ShapeException.class)
                .hasMessage(
                        "newKeyValueMemory: dimension is 8193, a GPU takes up to 8192; the scalar backend takes any");
        assertThat(allocated).isEmpty();
    }
}
