package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.KeyValueMemory;
import org.memn2n.ops.ShapeException;
import org.memn2n.ops.Storage;
import org.memn2n.tensor.BFloat16;

/**
 * A large memory in device memory: keys and values as rows of numbers, each row filled up with zeros to a multiple of
 * 16 bytes, so that kernels read 16 bytes at a time.
 */
final class GpuKeyValueMemory extends KeyValueMemory {
    /** The most components of a row that the kernels take. */
    static final int LARGEST_DIMENSION = 8192;

    private static final int ALIGNMENT = 16;
    private static final int PIECE_BYTES = 1 << 24;

    private final int rowBytes;
    private final GpuBuffer keys;
    private final GpuBuffer values;

    GpuKeyValueMemory(long slots, int dimension, Storage storage, GpuQueue queue) {
        super(slots, dimension, storage);
        if (dimension > LARGEST_DIMENSION) {
            throw new ShapeException("newKeyValueMemory: dimension is " + dimension + ", a GPU takes up to "
                    + LARGEST_DIMENSION + "; the scalar backend takes any");
        }
        this.rowBytes = (dimension * storage.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        // More than a long can count is refused by the device like anything else that is too much.
        long bytes = slots > Long.MAX_VALUE / rowBytes ? Long.MAX_VALUE : Math.max(1, slots * rowBytes);
        this.keys = queue.allocate(bytes);
        try {
            this.values = queue.allocate(bytes);
        } catch (RuntimeException e) {
            keys.close();
            throw e;
        }
    }

    static GpuKeyValueMemory of(KeyValueMemory memory) {
        if (memory instanceof GpuKeyValueMemory gpu) {
            return gpu;
        }
        throw new DeviceException("a " + memory.getClass().getSimpleName()
                + " was handed to a GPU backend; a memory can only be used with the backend that made it");
    }

    GpuBuffer keys() {
        return keys;
    }

    GpuBuffer values() {
        return values;
    }

    /** The number by which the kernels know the storage; part of their interface. */
    int storageCode() {
        return switch (storage()) {
            case FLOAT32 -> 0;
            case BFLOAT16 -> 1;
        };
    }

    /** Sends rows, and waits: other queues may read them next. */
    void store(long firstSlot, float[] newKeys, float[] newValues, GpuQueue queue) {
        send(firstSlot, newKeys, keys, queue);
        send(firstSlot, newValues, values, queue);
        queue.finish();
    }

    private void send(long firstSlot, float[] rows, GpuBuffer target, GpuQueue queue) {
        int count = rows.length / dimension();
        int piece = PIECE_BYTES / rowBytes;
        for (int first = 0; first < count; first += piece) {
            int bytes = Math.min(piece, count - first) * rowBytes;
            ByteBuffer staging = queue.staging(bytes);
            write(rows, first, bytes / rowBytes, staging);
            queue.upload(staging, target, (firstSlot + first) * rowBytes, bytes);
        }
    }

    /** Writes rows, each with its zeros. */
    private void write(float[] rows, int first, int count, ByteBuffer target) {
        int width = rowBytes / storage().bytes();
        FloatBuffer floats = target.asFloatBuffer();
        ShortBuffer halves = target.asShortBuffer();
        for (int row = 0; row < count; row++) {
            int from = (first + row) * dimension();
            for (int k = 0; k < width; k++) {
                float value = k < dimension() ? rows[from + k] : 0;
                switch (storage()) {
                    case FLOAT32 -> floats.put(row * width + k, value);
                    case BFLOAT16 -> halves.put(row * width + k, BFloat16.of(value));
                }
            }
        }
    }

    @Override
    public void close() {
        keys.close();
        values.close();
    }
}
