package org.memn2n.ops.simd;

import java.util.Arrays;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.HeapMemory;
import org.memn2n.ops.OutOfDeviceMemoryException;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.Shape;

/**
 * A tensor of the SIMD backend: rows of floats, each filled up with zeros to whole vectors. So no loop over a row has
 * a remainder, and sums may run over the zeros. Every operation leaves them zero, but a loss that is not a number, after
 * which nothing is read. One more vector follows the last
 * row, so that a vector may be read from anywhere.
 */
final class SimdTensor implements Tensor {
    private Shape shape;
    private int columns;
    private int stride;
    private float[] values;
    private final TouchedRows touched = new TouchedRows();

    SimdTensor(Shape shape) {
        this.shape = shape;
        this.columns = columns(shape);
        this.stride = Lanes.padded(columns);
        this.values = floats(shape);
    }

    private static float[] floats(Shape shape) {
        int count = capacity(shape);
        return HeapMemory.take(
                () -> "simd: a tensor of shape " + shape, (long) count * Float.BYTES, () -> new float[count]);
    }

    /** The tensor behind a handle. */
    static SimdTensor of(Tensor tensor) {
        if (tensor instanceof SimdTensor simd) {
            return simd;
        }
        throw new DeviceException("a " + tensor.getClass().getSimpleName()
                + " was handed to the simd backend; a tensor can only be used with the backend that made it");
    }

    private static int columns(Shape shape) {
        return shape.rank() == 0 ? 1 : shape.extent(shape.rank() - 1);
    }

    private static int rows(Shape shape) {
        int columns = columns(shape);
        return columns == 0 ? 0 : shape.size() / columns;
    }

    private static int capacity(Shape shape) {
        long floats = (long) rows(shape) * Lanes.padded(columns(shape)) + Lanes.COUNT;
        if (floats > Integer.MAX_VALUE - 8) {
            throw new OutOfDeviceMemoryException("simd: a tensor of shape " + shape + " needs " + floats
                    + " floats, and a Java array holds at most " + (Integer.MAX_VALUE - 8) + "; use a smaller one");
        }
        return (int) floats;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    /** How many rows there are: all extents but the last. */
    int rows() {
        return rows(shape);
    }

    /** The last extent. */
    int columns() {
        return columns;
    }

    /** How many floats lie between the beginnings of two rows: {@link #columns} filled up to whole vectors. */
    int stride() {
        return stride;
    }

    /** The floats themselves, row by row, perhaps followed by unused ones; taken to be written. */
    float[] values() {
        touched.all();
        return values;
    }

    /** As {@link #values}, for those who only read, or say in {@link #touched} what they write. */
    float[] quietValues() {
        return values;
    }

    /** Which rows may hold anything but zeros. */
    TouchedRows touched() {
        return touched;
    }

    void resize(Shape newShape) {
        touched.all();
        int capacity = capacity(newShape);
        if (capacity > values.length) {
            values = floats(newShape);
        } else if (columns(newShape) != columns) {
            Arrays.fill(values, 0);
        }
        shape = newShape;
        columns = columns(newShape);
        stride = Lanes.padded(columns);
    }

    /** Overwrites every element, the zeros that fill up the rows aside. */
    void fill(float value) {
        int rows = rows();
        touched.all();
        if (value == 0) {
            touched.none();
            Arrays.fill(values, 0, rows * stride, 0);
            return;
        }
        for (int row = 0; row < rows * stride; row += stride) {
            Arrays.fill(values, row, row + columns, value);
        }
    }

    void upload(float[] source) {
        touched.all();
        int rows = rows();
        for (int row = 0; row < rows; row++) {
            System.arraycopy(source, row * columns, values, row * stride, columns);
            Arrays.fill(values, row * stride + columns, (row + 1) * stride, 0);
        }
    }

    void download(float[] target) {
        int rows = rows();
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * stride, target, row * columns, columns);
        }
    }

    @Override
    public void close() {
        values = new float[0];
        shape = Shape.of(0);
        columns = 0;
        stride = 0;
    }
}
