package org.memn2n.ops.scalar;

import org.memn2n.ops.DeviceException;
import org.memn2n.ops.HeapMemory;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.Shape;

/**
 * A tensor of the scalar backend: doubles, rounded to floats after each operation unless the backend was
 * opened in double precision.
 */
public final class ScalarTensor implements Tensor {
    private final Precision precision;
    private Shape shape;

    /** At least {@code shape.size()} elements, row-major. */
    private double[] values;

    ScalarTensor(Shape shape, Precision precision) {
        this.shape = shape;
        this.precision = precision;
        this.values = doubles(shape);
    }

    private static double[] doubles(Shape shape) {
        return HeapMemory.take(
                () -> "scalar: a tensor of shape " + shape,
                (long) shape.size() * Double.BYTES,
                () -> new double[shape.size()]);
    }

    /** The scalar tensor behind a handle. */
    static ScalarTensor of(Tensor tensor) {
        if (tensor instanceof ScalarTensor scalar) {
            return scalar;
        }
        throw new DeviceException("a " + tensor.getClass().getSimpleName()
                + " was handed to the scalar backend; a tensor can only be" + " used with the backend that made it");
    }

    @Override
    public Shape shape() {
        return shape;
    }

    /** The elements themselves, not a copy; row-major, perhaps followed by unused ones. */
    public double[] values() {
        return values;
    }

    void resize(Shape newShape) {
        if (newShape.size() > values.length) {
            values = doubles(newShape);
        }
        shape = newShape;
    }

    /** Ends an operation that stored into all elements. */
    void stored() {
        precision.round(values, 0, shape.size());
    }

    /** Ends an operation that stored into the elements from..to. */
    void stored(int from, int to) {
        precision.round(values, from, to);
    }

    @Override
    public void close() {
        values = new double[0];
        shape = Shape.of(0);
    }
}
