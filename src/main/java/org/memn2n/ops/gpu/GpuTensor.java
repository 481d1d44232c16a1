package org.memn2n.ops.gpu;

import org.jspecify.annotations.Nullable;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.Shape;

/** A tensor in device memory, which may be larger than its shape needs. */
final class GpuTensor implements Tensor {
    /** None after a resize that the device had no room for; the next one takes some again. */
    private @Nullable GpuBuffer buffer;

    private Shape shape;

    GpuTensor(GpuQueue queue, Shape shape) {
        GpuBuffer zeros = queue.allocate(bytes(shape));
        this.buffer = zeros;
        this.shape = shape;
        queue.zero(zeros, zeros.bytes());
    }

    static GpuTensor of(Tensor tensor) {
        if (tensor instanceof GpuTensor gpu) {
            return gpu;
        }
        throw new DeviceException("a " + tensor.getClass().getSimpleName()
                + " was handed to a GPU backend; a tensor can only be used with the backend that made it");
    }

    static GpuBuffer buffer(Tensor tensor) {
        GpuBuffer buffer = of(tensor).buffer;
        if (buffer == null) {
            throw new DeviceException(
                    "a tensor is used that lost its memory when it was to grow and the device had no room;"
                            + " resize it first");
        }
        return buffer;
    }

    /** Bytes of the elements; never none, for devices do not allocate nothing. */
    private static long bytes(Shape shape) {
        return Math.max(1, shape.size()) * (long) Float.BYTES;
    }

    /**
     * Takes a quarter more than is needed: batches differ in size, and every exchange waits for the device. What it had is
     * given back first, for both at once may be more than the device has; empty when there is no room, then.
     */
    void resize(GpuQueue queue, Shape newShape) {
        long needed = bytes(newShape);
        if (buffer == null || needed > buffer.bytes()) {
            close();
            buffer = null;
            shape = Shape.of(0);
            buffer = queue.allocate(needed + needed / 16 * Float.BYTES);
        }
        shape = newShape;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public void close() {
        if (buffer != null) {
            buffer.close();
        }
    }
}
