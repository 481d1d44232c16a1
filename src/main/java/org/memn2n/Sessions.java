package org.memn2n;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What calls need of a device, kept from call to call: many threads may call at the same time, each with a session of
 * its own.
 */
final class Sessions<S extends Sessions.Session> {
    /** For one call at a time. */
    interface Session {
        /** Gives back what it has on the device. */
        void close();
    }

    private final String owner;
    private final Supplier<S> maker;
    private final ConcurrentLinkedDeque<S> idle = new ConcurrentLinkedDeque<>();
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    /** Sessions of a thing, for messages {@code owner}; the maker is called when all are in use. */
    Sessions(String owner, Supplier<S> maker) {
        this.owner = owner;
        this.maker = maker;
    }

    /** Does a call, beside others. */
    <T> T with(Function<S, T> call) {
        return whileOpen(() -> {
            @Nullable S borrowed = idle.pollFirst();
            S session = borrowed == null ? maker.get() : borrowed;
            try {
                return call.apply(session);
            } finally {
                idle.addFirst(session);
            }
        });
    }

    /** Does something that needs no session, beside calls. */
    <T> T whileOpen(Supplier<T> work) {
        use.readLock().lock();
        try {
            requireOpen();
            return work.get();
        } finally {
            use.readLock().unlock();
        }
    }

    /** Does something while no call runs. */
    void alone(Runnable work) {
        use.writeLock().lock();
        try {
            requireOpen();
            work.run();
        } finally {
            use.writeLock().unlock();
        }
    }

    /** Waits for the calls that are running, closes all sessions and then the rest; twice does no harm. */
    void close(Runnable rest) {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                idle.forEach(Session::close);
                rest.run();
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this " + owner + " is closed");
        }
    }
}
