package org.memn2n.ops.gpu;

import org.memn2n.ops.DeviceException;

/** Owned device memory, counted by its device and given back once. */
public abstract class OwnedBuffer implements GpuBuffer {
    private final CountedDevice device;
    private final long bytes;
    private boolean closed;

    /** Memory that a subclass allocates. */
    protected OwnedBuffer(CountedDevice device, long bytes) {
        this.device = device;
        this.bytes = bytes;
    }

    /** What is asked of the driver, for its error. */
    protected final String request() {
        return "allocating " + bytes + " bytes beside " + device.bytes() + " in use";
    }

    /** Counts it, when it was allocated. */
    protected final void counted() {
        device.allocated(bytes);
    }

    /**
     * A buffer that is known to be of this kind and this device.
     *
     * @throws DeviceException when it is not
     */
    protected static <B extends OwnedBuffer> B of(GpuBuffer buffer, Class<B> kind, CountedDevice user) {
        if (!kind.isInstance(buffer)) {
            throw new DeviceException("memory of another backend was handed to " + user.label());
        }
        B owned = kind.cast(buffer);
        CountedDevice owner = ((OwnedBuffer) owned).device;
        if (owner != user) {
            throw new DeviceException("memory of " + owner.label() + " was handed to another backend, " + user.label()
                    + "; upload tensors and batches to the device that uses them");
        }
        return owned;
    }

    /** Throws when it was given back. */
    protected final void checkOpen() {
        if (closed) {
            throw new IllegalStateException("device memory is used after it was given back");
        }
    }

    @Override
    public final long bytes() {
        return bytes;
    }

    /** Called once, while it may still be used. */
    protected abstract void closing();

    /** Gives it back to the driver. */
    protected abstract void free();

    @Override
    public final synchronized void close() {
        if (!closed) {
            closing();
            closed = true;
            free();
            device.freed(bytes);
        }
    }
}
