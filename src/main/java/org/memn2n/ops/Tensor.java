package org.memn2n.ops;

import org.memn2n.tensor.Shape;

/**
 * Floats that live on a device. A handle only: values go in and out through {@link Ops}.
 *
 * <p>A tensor belongs to the backend that made it, not to one {@link Ops}: several threads, each with
 * its own {@code Ops}, may read the same parameters at once. Writing needs the caller's own order.
 */
public interface Tensor extends AutoCloseable {
    /** The extents; changed only by {@link Ops#resize}. */
    Shape shape();

    /** Gives the memory back to the device; the tensor may not be used afterwards. Twice does no harm. */
    @Override
    void close();
}
