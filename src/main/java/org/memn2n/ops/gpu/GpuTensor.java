package org.memn2n.ops.gpu;

import org.memn2n.ops.DeviceException;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.Shape;

/** A tensor in device memory, which may be larger than its shape needs. */
final class GpuTensor implements Tensor {
    private GpuBuffer buffer;
    private Shape shape;

    GpuTensor(GpuQueue queue, Shape shape) {
        this.buffer = queue.allocate(bytes(shape));
        this.shape = shape;
        queue.zero(buffer, buffer.bytes());
    }

    static GpuTensor of(Tensor tensor) {
        if (tensor instanceof GpuTensor gpu) {
            return gpu;
        }
        throw new DeviceException("a " + tensor.getClass().getSimpleName()
                + " was handed to a GPU backend; a tensor can only be used with the backend that made it");
    }

    static GpuBuffer buffer(Tensor tensor) {
        return of(tensor).buffer;
    }

    /** Bytes of the elements; never none, for devices do not allocate nothing. */
    private static long bytes(Shape shape) {
        return Math.max(1, shape.size()) * (long) Float.BYTES;
    }

    /** Takes a quarter more than is needed: batches differ in size, and every exchange waits for the device. */
    void resize(GpuQueue queue, Shape newShape) {
        long needed = bytes(newShape);
        if (needed > buffer.bytes()) {
            buffer.close();
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
        buffer.close();
    }
}
