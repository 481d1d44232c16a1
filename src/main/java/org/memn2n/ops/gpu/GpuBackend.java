package org.memn2n.ops.gpu;

import java.util.function.Supplier;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Ops;

/** A GPU, or what is driven like one. Each {@link Ops} is a queue of its own. */
public final class GpuBackend implements Backend {
    private final String name;
    private final CountedDevice device;
    private final Supplier<GpuQueue> queues;
    private volatile boolean closed;

    /**
     * The backend of a device, which is closed with it.
     *
     * @param name by which it is asked for
     * @param queues makes queues of the device
     */
    public GpuBackend(String name, CountedDevice device, Supplier<GpuQueue> queues) {
        this.name = name;
        this.device = device;
        this.queues = queues;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String device() {
        return device.label();
    }

    @Override
    public Ops newOps() {
        if (closed) {
            throw new IllegalStateException(device.label() + ": the backend is used after it was closed");
        }
        return new Ops(new GpuKernels(queues.get()));
    }

    /** The device behind it, for tests that look for leaks. */
    public CountedDevice counted() {
        return device;
    }

    @Override
    public void close() {
        closed = true;
        device.close();
    }
}
