package org.memn2n.tensor;

/**
 * Float values in the memory of the JVM, row-major: what is initialised, saved, loaded and read back.
 *
 * @param shape the extents
 * @param values {@code shape.size()} floats; not copied, so the owner may fill them in place
 */
public record HostTensor(Shape shape, float[] values) {
    /** Checks that there are as many values as the shape says. */
    public HostTensor {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException(
                    "shape " + shape + " needs " + shape.size() + " values, found " + values.length);
        }
    }

    /** A tensor of zeros. */
    public static HostTensor zeros(Shape shape) {
        return new HostTensor(shape, new float[shape.size()]);
    }
}
