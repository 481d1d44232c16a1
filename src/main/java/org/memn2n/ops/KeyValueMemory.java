package org.memn2n.ops;

/**
 * A large memory on a device, shared by all queries: N slots, each a key m_i and a value c_i of d components. Made by
 * {@link Ops#newKeyValueMemory}, filled in pieces by {@link Ops#store}, read by {@link Ops#attend}.
 *
 * <p>Like a {@link Tensor} it belongs to the backend that made it, not to one {@link Ops}: several threads, each with
 * its own {@code Ops}, may read it at once. Storing needs the caller's own order.
 */
public abstract class KeyValueMemory implements AutoCloseable {
    private final long slots;
    private final int dimension;
    private final Storage storage;
    private final StoredSlots stored = new StoredSlots();

    /** Called by backends: N, d, and how numbers are stored. */
    protected KeyValueMemory(long slots, int dimension, Storage storage) {
        this.slots = slots;
        this.dimension = dimension;
        this.storage = storage;
    }

    /** N, the number of slots. */
    public final long slots() {
        return slots;
    }

    /** d, the components of a key and of a value. */
    public final int dimension() {
        return dimension;
    }

    /** How its numbers are stored. */
    public final Storage storage() {
        return storage;
    }

    /** The first slot that nothing has been stored in; {@link #slots()} when there is none. */
    public final long firstEmptySlot() {
        return stored.firstMissing();
    }

    final void markStored(long first, long end) {
        stored.add(first, end);
    }

    /** Gives the memory back to the device; it may not be used afterwards. Twice does no harm. */
    @Override
    public abstract void close();
}
