package org.memn2n.ops;

/**
 * A device that is open for work. Made by {@link Backends}; closed by whoever opened it, after the
 * tensors on it. Safe to share between threads.
 */
public interface Backend extends AutoCloseable {
    /** The name by which it is asked for, such as {@code scalar}. */
    String name();

    /** Which device does the work, for people: backend, hardware, runtime. */
    String device();

    /** A new queue of work on this device, for one thread at a time; the caller closes it. */
    Ops newOps();

    @Override
    void close();
}
