package org.memn2n.ops.gpu;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what is in use on a device, for messages and for tests that look for leaks. Safe to share between threads. */
public abstract class CountedDevice implements AutoCloseable {
    private final AtomicLong allocations = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong objects = new AtomicLong();

    /** The device for people. */
    public abstract String label();

    /** Counts a piece of device memory. */
    public void allocated(long size) {
        allocations.incrementAndGet();
        bytes.addAndGet(size);
    }

    /** Counts one that is gone. */
    public void freed(long size) {
        allocations.decrementAndGet();
        bytes.addAndGet(-size);
    }

    /** Counts what the driver made besides device memory: a queue, an event, a graph, a kernel, host memory. */
    public void made() {
        objects.incrementAndGet();
    }

    /** Counts one that is gone. */
    public void destroyed() {
        objects.decrementAndGet();
    }

    /** How many things there are that were made. */
    public long objects() {
        return objects.get();
    }

    /** How many pieces of device memory are in use. */
    public long allocations() {
        return allocations.get();
    }

    /** How many bytes of device memory are in use. */
    public long bytes() {
        return bytes.get();
    }

    @Override
    public abstract void close();
}
