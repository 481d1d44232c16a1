package org.memn2n.ops.cuda;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps captures of streams and waits for a whole device apart: a wait in any thread would break a capture in another,
 * and cuBLAS waits when a handle is made or ends. One for all devices, since several may be of one GPU, and both are rare.
 */
final class CaptureLock {
    private static final ReadWriteLock LOCK = new ReentrantReadWriteLock();

    /** Held while a stream is captured; several threads may. */
    static final Lock CAPTURING = LOCK.readLock();

    /** Held while something may wait for a device. */
    static final Lock WAITING = LOCK.writeLock();

    private CaptureLock() {}
}
